// What the grammar cannot see: names that nothing declares, declarations that nothing uses, modules called wrongly.
import { bodyOf, declared, literal, propertiesOf, walk } from './bicep-syntax.mjs';

// Those of Bicep's functions that a plain deployment needs; another one is added here when infra/ first uses it.
const functions = new Set([
  'array', 'base64', 'bool', 'concat', 'contains', 'empty', 'first', 'format', 'guid', 'int', 'items', 'join', 'json', 'last', 'length',
  'replace', 'resourceGroup', 'resourceId', 'split', 'string', 'subscription', 'subscriptionResourceId', 'substring', 'take', 'tenant',
  'toLower', 'toUpper', 'union', 'uniqueString',
]);

const kinds = ['parameter_declaration', 'variable_declaration', 'resource_declaration', 'module_declaration'];

export function nameFaults(file, files, report) {
  const symbols = new Map(kinds.flatMap(kind => declared(file.root, kind).map(({ name, node }) => [name, node])));
  const used = new Set();

  for (const { name, node } of uses(file.root)) {
    used.add(name);
    if (node.parent.type === 'call_expression' && node.parent.childForFieldName('function')?.id === node.id) {
      if (!functions.has(name)) {
        report(node, `unknown function ${name}`);
      }
    } else if (!symbols.has(name) && !loopVariables(node).has(name)) {
      report(node, `nothing declares ${name}`);
    } else if (symbols.get(name)?.type === 'module_declaration') {
      outputFault(node, symbols.get(name), files, report);
    }
  }

  for (const [name, node] of symbols) {
    if (!used.has(name) && ['parameter_declaration', 'variable_declaration'].includes(node.type)) {
      report(node, `${name} is never used`);
    }
  }

  for (const { name, node } of declared(file.root, 'module_declaration')) {
    callFaults(name, node, files, report);
  }
}

// Identifiers in the place of a value. A declaration's own name, an object's key and a decorator are none.
function* uses(root) {
  for (const node of walk(root)) {
    if (node.type !== 'identifier') {
      continue;
    }

    const parent = node.parent;
    const isName = (parent.type.endsWith('_declaration') || parent.type === 'object_property') && parent.namedChildren[0].id === node.id;
    const isLoop = parent.type === 'for_statement' && parent.childForFieldName('initializer')?.id === node.id;
    const isType = parent.type === 'type';
    if (!isName && !isLoop && !isType && !under(node, 'decorator')) {
      yield { name: node.text, node };
    }
  }
}

function under(node, type) {
  for (let at = node; at; at = at.parent) {
    if (at.type === type) {
      return true;
    }
  }

  return false;
}

function loopVariables(node) {
  const names = new Set();
  for (let at = node.parent; at; at = at.parent) {
    if (at.type === 'for_statement') {
      names.add(at.childForFieldName('initializer')?.text);
      at.namedChildren.filter(child => child.type === 'for_loop_parameters')
        .forEach(child => child.namedChildren.forEach(name => names.add(name.text)));
    }
  }

  return names;
}

const target = (module, files) => files.find(file => file.name === literal(module.namedChildren.find(child => child.type === 'string')));

// module.outputs.<name> must exist in the module's file.
function outputFault(node, module, files, report) {
  const outputs = node.parent;
  const output = outputs.parent;
  if (outputs.type !== 'member_expression' || outputs.childForFieldName('property').text !== 'outputs') {
    return;
  }

  const name = output.type === 'member_expression' ? output.childForFieldName('property').text : '';
  const file = target(module, files);
  if (file && !declared(file.root, 'output_declaration').some(declaration => declaration.name === name)) {
    report(node, `${file.name} has no output ${name}`);
  }
}

function callFaults(name, node, files, report) {
  const file = target(node, files);
  if (!file) {
    report(node, `module ${name}: there is no such file`);
    return;
  }

  const params = declared(file.root, 'parameter_declaration');
  const given = propertiesOf(bodyOf(node)).find(property => property.key === 'params')?.value;
  const passed = given ? propertiesOf(given) : [];
  for (const { key, node: property } of passed) {
    if (!params.some(param => param.name === key)) {
      report(property, `${file.name} has no parameter ${key}`);
    }
  }

  for (const param of params) {
    // identifier and type, and a third child only when there is a default
    const hasDefault = param.node.namedChildren.filter(child => child.type !== 'decorators').length > 2;
    if (!hasDefault && !passed.some(({ key }) => key === param.name)) {
      report(node, `module ${name} lacks the parameter ${param.name}`);
    }
  }
}
