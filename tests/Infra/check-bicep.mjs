// node check-bicep.mjs <folder> [<type data>]: what the Bicep compiler would complain about, as JSON.
// Without type data only syntax, names and module calls are checked. Exit status is 0 whenever the check itself could run.
import { readFolder, syntaxFaults } from './bicep-syntax.mjs';
import { nameFaults } from './bicep-names.mjs';
import { TypeData, typeFaults } from './bicep-types.mjs';

const [folder, types] = process.argv.slice(2);
const files = await readFolder(folder);
const faults = [];
const unchecked = new Set();

for (const file of files) {
  const report = (node, message) => faults.push(`${file.name}:${node.startPosition.row + 1}: ${message}`);
  if (file.root.hasError) {
    syntaxFaults(file.root, report);
    continue;
  }

  nameFaults(file, files, report);
  if (types) {
    typeFaults(file, new TypeData(types), report).forEach(type => unchecked.add(type));
  }
}

process.stdout.write(JSON.stringify({ files: files.map(file => file.name), faults, unchecked: [...unchecked] }) + '\n');
