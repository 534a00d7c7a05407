// node check-azure-yaml.mjs <schema> <azure.yaml>: what azd's schema says of the file, as a JSON list of faults.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const Ajv = require('ajv/dist/2019');
const yaml = require('yaml');

const [schemaPath, path] = process.argv.slice(2);
const schema = JSON.parse(readFileSync(schemaPath, 'utf8'), (key, value) =>
  // Parts that live elsewhere describe extensions that this project does not use.
  typeof value?.$ref === 'string' && value.$ref.startsWith('http') ? {} : value);

const validate = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(schema);
const faults = validate(yaml.parse(readFileSync(path, 'utf8')))
  ? []
  : validate.errors.map(error => `${error.instancePath}: ${error.message}${Object.values(error.params).map(value => ` (${value})`).join('')}`);
process.stdout.write(JSON.stringify(faults) + '\n');
