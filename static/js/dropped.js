// What is dropped on a page: files, and those in folders, by name ("v2" before "v10").

const byName = new Intl.Collator(undefined, { numeric: true });

export const carriesFile = (event) => event.dataTransfer?.types.includes("Files");

// Pairs of a path and a file, up to so many. To be called while the drop is being told of.
export async function filesIn(transfer, most) {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) {
    return inOrder(Array.from(transfer.files, (file) => [file.name, file])).slice(0, most);
  }
  const found = [];
  while (entries.length > 0 && found.length < most) {
    const entry = entries.shift();
    if (entry.name.startsWith(".")) continue;
    if (entry.isFile) found.push([entry.fullPath.slice(1), await new Promise((done, failed) => entry.file(done, failed))]);
    else entries.push(...(await everythingIn(entry)));
  }
  return inOrder(found);
}

const inOrder = (pairs) => pairs.sort(([x], [y]) => byName.compare(x, y));

// A folder is read in portions, until one is empty.
async function everythingIn(folder) {
  const reader = folder.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (some.length === 0) return found;
    found.push(...some);
  }
}
