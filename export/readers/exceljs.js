// Reads the workbook with ExcelJS and looks at sheets, values and links.
// Usage: node exceljs.js EXPORT, with NODE_PATH set.
const assert = require('assert')
const path = require('path')
const ExcelJS = require('exceljs')

async function main() {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(path.join(process.argv[2], 'ogp.xlsx'))
  assert.ok(book.keywords && book.lastModifiedBy, 'the workbook has no properties')
  const sheet = book.getWorksheet('commitments')
  const columns = sheet.getRow(1).values
  const cell = (row, column) => row.getCell(columns.indexOf(column))
  const row = sheet.getRows(2, sheet.rowCount - 1).find(row => cell(row, 'commitment_id').text === 'MXMEX0009')
  assert.strictEqual(cell(row, 'lead_institution').text, "=cmd|' /C calc'!A0")
  assert.ok(cell(row, 'start_month').value instanceof Date)
  assert.strictEqual(cell(row, 'milestone_count').value, 2)
  assert.strictEqual(cell(row, 'commitment_id').hyperlink, cell(row, 'url').text)
  const glance = book.getWorksheet('At a glance')
  assert.ok(glance.getRow(2).getCell(2).hyperlink.startsWith('https://'))
  console.log(`${book.worksheets.length} sheets read`)
}
main().catch(error => { console.error(error); process.exit(1) })
