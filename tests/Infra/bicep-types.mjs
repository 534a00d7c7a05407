// Compares every resource with Azure's own type data: the work the Bicep compiler would do.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bodyOf, declared, literal, propertiesOf } from './bicep-syntax.mjs';

const Required = 1;
const ReadOnly = 2;
const ofBicep = ['parent', 'scope', 'dependsOn'];

/** Type data by resource type and API version, read when first asked for. */
export class TypeData {
  #folder;
  #files = new Map();

  constructor(folder) {
    this.#folder = folder;
  }

  /** @returns {{resolve: Function, body: object}|null} Null when there is no data for the type. */
  find(type) {
    const [name, version] = type.split('@');
    const path = join(this.#folder, name.split('/')[0].toLowerCase(), version, 'types.json');
    if (!this.#files.has(path)) {
      this.#files.set(path, existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : []);
    }

    const types = this.#files.get(path);
    const resolve = reference => types[Number(reference.$ref.slice(2))];
    const found = types.find(entry => entry.$type === 'ResourceType' && entry.name.toLowerCase() === type.toLowerCase());
    return found ? { resolve, body: resolve(found.body) } : null;
  }
}

/** @returns {string[]} Resource types without type data; their bodies were not compared. */
export function typeFaults(file, data, report) {
  const unchecked = [];
  const kinds = simpleKinds(file.root);
  for (const { name, node } of declared(file.root, 'resource_declaration')) {
    const type = literal(node.namedChildren.find(child => child.type === 'string'));
    const found = data.find(type);
    if (!found) {
      unchecked.push(type);
      continue;
    }

    const check = new Comparison(found.resolve, kinds, report);
    const isExisting = node.children.some(child => child.type === 'existing');
    check.object(bodyOf(node), found.body, { extra: ofBicep, onlyName: isExisting });
    memberFaults(file.root, name, found, report);
  }

  return unchecked;
}

// Parameters and plain variables whose kind is written down: name -> string, int, bool, object, array.
function simpleKinds(root) {
  const kinds = new Map();
  for (const { name, node } of declared(root, 'parameter_declaration')) {
    kinds.set(name, node.namedChildren.find(child => child.type === 'type')?.text);
  }

  for (const { name, node } of declared(root, 'variable_declaration')) {
    kinds.set(name, kindOf(node.namedChildren.at(-1), kinds));
  }

  return kinds;
}

function kindOf(node, kinds) {
  switch (node.type) {
    case 'string': return 'string';
    case 'number': return 'int';
    case 'boolean': return 'bool';
    case 'object': return 'object';
    case 'array': return 'array';
    case 'identifier': return kinds.get(node.text);
    case 'call_expression': return node.childForFieldName('function').text === 'string' ? 'string' : undefined;
    default: return undefined;
  }
}

class Comparison {
  #resolve;
  #kinds;
  #report;

  constructor(resolve, kinds, report) {
    this.#resolve = resolve;
    this.#kinds = kinds;
    this.#report = report;
  }

  object(node, type, { extra = [], onlyName = false } = {}) {
    const given = propertiesOf(node);
    const shape = type.$type === 'DiscriminatedObjectType' ? this.#element(given, type) : type;
    if (!shape) {
      this.#report(node, `${type.name}: no such ${type.discriminator}`);
      return;
    }

    const expected = { ...type.baseProperties, ...shape.properties };
    for (const { key, node: property, value } of given) {
      const rule = expected[key];
      if (rule?.flags & ReadOnly) {
        this.#report(property, `${key} is read-only`);
      } else if (rule) {
        this.value(value, this.#resolve(rule.type), key);
      } else if (shape.additionalProperties) {
        this.value(value, this.#resolve(shape.additionalProperties), key);
      } else if (!extra.includes(key)) {
        this.#report(property, `${shape.name} has no property ${key}`);
      }
    }

    for (const [key, rule] of Object.entries(expected)) {
      if (rule.flags & Required && !(onlyName && key !== 'name') && !given.some(property => property.key === key)) {
        this.#report(node, `${shape.name} lacks ${key}`);
      }
    }
  }

  value(node, type, key) {
    if (node.type === 'ternary_expression') {
      this.value(node.childForFieldName('consequence'), type, key);
      this.value(node.childForFieldName('alternative'), type, key);
    } else if (node.type === 'for_statement') {
      this.value(node.childForFieldName('body'), type.itemType ? this.#resolve(type.itemType) : type, key);
    } else if (node.type === 'object' && ['ObjectType', 'DiscriminatedObjectType'].includes(type.$type)) {
      this.object(node, type);
    } else if (node.type === 'array' && type.$type === 'ArrayType') {
      node.namedChildren.filter(child => child.type !== 'comment').forEach(child => this.value(child, this.#resolve(type.itemType), key));
    } else if (node.type !== 'null' && !this.#accepts(node, type)) {
      this.#report(node, `${key} may not be ${node.text.split('\n')[0]}`);
    }
  }

  #element(given, type) {
    const chosen = literal(given.find(({ key }) => key === type.discriminator)?.value);
    return chosen !== null && type.elements[chosen] ? this.#resolve(type.elements[chosen]) : null;
  }

  #accepts(node, type) {
    const kind = kindOf(node, this.#kinds);
    const text = literal(node);
    switch (type.$type) {
      case 'StringLiteralType': return text !== null ? text === type.value : kind === undefined || kind === 'string';
      case 'StringType': return kind === undefined || kind === 'string';
      case 'IntegerType': return kind === undefined || kind === 'int';
      case 'BooleanType': return kind === undefined || kind === 'bool';
      case 'ArrayType': return kind === undefined || kind === 'array';
      case 'ObjectType': return kind === undefined || kind === 'object';
      case 'UnionType': return this.#among(node, type.elements.map(this.#resolve), text);
      default: return true;
    }
  }

  // Some of Azure's lists admit any string beside the known ones. A string we write down is none of the unknown ones.
  #among(node, elements, text) {
    const known = elements.filter(element => element.$type === 'StringLiteralType');
    return text !== null && known.length > 0
      ? known.some(element => element.value === text)
      : elements.some(element => this.#accepts(node, element));
  }
}

// storage.properties.primaryEndpoints.blob: every step must be a property that the type has.
function memberFaults(root, name, { resolve, body }, report) {
  for (const node of root.descendantsOfType('member_expression')) {
    if (node.childForFieldName('object').type !== 'identifier' || node.childForFieldName('object').text !== name) {
      continue;
    }

    let type = body;
    for (let at = node; at?.type === 'member_expression' && type?.$type === 'ObjectType'; at = at.parent) {
      const step = at.childForFieldName('property').text;
      const rule = type.properties[step];
      if (!rule && !type.additionalProperties) {
        report(at, `${type.name} has no property ${step}`);
        break;
      }

      type = resolve(rule?.type ?? type.additionalProperties);
    }
  }
}
