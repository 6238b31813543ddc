export { parseXml, readXml, type XmlDocument } from './parse-xml.js';
export {
  attr,
  child,
  children,
  descend,
  descendants,
  rawTextOf,
  textOf,
  type XmlElement,
} from './element.js';
export { rootTagOf } from './root-element.js';
