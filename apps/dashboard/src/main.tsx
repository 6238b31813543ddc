import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/controls.css';
import './styles/filters.css';
import './styles/list.css';
import './styles/preview.css';

const root = document.getElementById('desk');
if (!root) throw new Error('The page has no element with the id "desk".');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
