export { parseXml, readXml, type XmlDocument, type XmlOptions } from './parse-xml.js';
export { decodeReferences } from './character-references.js';
export {
  attr,
  child,
  children,
  descend,
  descendants,
  rawTextOf,
  textOf,
  type XmlElement,
  type XmlNode,
} from './element.js';
export { rootTagOf, type RootTag } from './root-element.js';
