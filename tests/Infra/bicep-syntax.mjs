// Reads Bicep files into syntax trees and says where they cannot be read.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const { Language, Parser } = require('web-tree-sitter');

/** @returns {Promise<{name: string, root: object}[]>} Every .bicep file of the folder, by name. */
export async function readFolder(folder) {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm')));
  return readdirSync(folder)
    .filter(name => name.endsWith('.bicep'))
    .sort()
    .map(name => ({ name, root: parser.parse(readFileSync(join(folder, name), 'utf8')).rootNode }));
}

export function* walk(node) {
  yield node;
  for (const child of node.namedChildren) {
    yield* walk(child);
  }
}

export function syntaxFaults(root, report) {
  if (!root.hasError) {
    return;
  }

  for (const node of everyNode(root)) {
    if (node.isMissing) {
      report(node, `missing ${node.type}`);
    } else if (node.isError) {
      report(node, `cannot read: ${node.text.split('\n')[0].slice(0, 60)}`);
    }
  }
}

function* everyNode(node) {
  yield node;
  for (const child of node.children) {
    yield* everyNode(child);
  }
}

/** The declarations of one kind: [{name, node}]. */
export const declared = (root, type) => root.namedChildren
  .filter(node => node.type === type)
  .map(node => ({ name: node.namedChildren.find(child => child.type === 'identifier').text, node }));

/** A string's value, or null when parts of it are computed. */
export function literal(node) {
  if (node?.type !== 'string' || node.namedChildren.some(child => child.type === 'interpolation')) {
    return null;
  }

  return node.text.slice(1, -1);
}

/** The properties an object names: [{key, node, value}]; key is null when computed. */
export const propertiesOf = object => object.namedChildren
  .filter(child => child.type === 'object_property')
  .map(node => {
    const [key, value] = node.namedChildren;
    return { key: key.type === 'string' ? literal(key) : key.text, node, value };
  });

/** The object that a resource or module is given, under any loop and condition; null when there is none. */
export function bodyOf(node) {
  const last = node.namedChildren.at(-1);
  switch (last?.type) {
    case 'object': return last;
    case 'for_statement': return last.childForFieldName('body')?.type === 'object' ? last.childForFieldName('body') : bodyOf(last);
    case 'if_statement': return bodyOf(last);
    default: return null;
  }
}
