// Says of each document whether a schema allows it: node validate.mjs FILE, where FILE holds {schema, documents}.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';

const { schema, documents } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const validate = new Ajv({ strict: true, strictRequired: false, strictTypes: false, allErrors: true }).compile(schema);
const answers = documents.map((text) => validate(JSON.parse(text)) || validate.errors.map((e) => `${e.instancePath} ${e.message}`));
process.stdout.write(JSON.stringify(answers));
