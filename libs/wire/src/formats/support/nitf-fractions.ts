import { child, descendants, textOf, type XmlElement } from '../../xml/index.js';

/**
 * NITF writes fractions as `<frac><frac-num>1</frac-num><frac-den>2</frac-den></frac>`, where the separator may be
 * left out; without their tags they would read as other numbers. Gives the element with fractions as text.
 */
export function withFractions(element: XmlElement): XmlElement {
  return descendants(element, 'frac').length === 0 ? element : rewritten(element);
}

function rewritten(element: XmlElement): XmlElement {
  return {
    ...element,
    children: element.children.map((node) => {
      if (typeof node === 'string') return node;
      return node.local === 'frac' ? fractionText(node) : rewritten(node);
    }),
  };
}

function fractionText(frac: XmlElement): string {
  const [over, under] = [textOf(child(frac, 'frac-num')), textOf(child(frac, 'frac-den'))];
  if (over === '' || under === '') return textOf(frac);
  return `${over}${textOf(child(frac, 'frac-sep')) || '/'}${under}`;
}
