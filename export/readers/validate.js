// Validates datapackage.json and reads every table of CSV with its schema: types,
// constraints, keys. Usage: node validate.js EXPORT, with NODE_PATH set.
const path = require('path')
const { Package, validate } = require('datapackage')

async function main() {
  const file = path.join(process.argv[2], 'datapackage.json')
  const { valid, errors } = await validate(file)
  if (!valid) throw new Error(errors.join('\n'))
  const dataset = await Package.load(file, { basePath: process.argv[2], strict: true })
  let rows = 0
  for (const resource of dataset.resources) {
    if (!resource.valid) throw new Error(resource.name + ': ' + resource.errors.join('\n'))
    if (!resource.tabular) continue
    const read = await resource.read({ keyed: true, relations: true })
    if (read.length !== resource.descriptor.rows) throw new Error(`${resource.name}: ${read.length} rows`)
    rows += read.length
  }
  if (rows === 0) throw new Error('no rows')
  console.log(`${dataset.resources.length} resources valid, ${rows} rows read`)
}
main().catch(error => { console.error(String(error.errors ? error.errors.map(String).join('\n') : error)); process.exit(1) })
