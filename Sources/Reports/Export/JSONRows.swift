/// One JSON document: an array of objects, each on a line of its own.
struct JSONRows: RowFormat {
  private var writer = JSONWriter()
  private var keys: [JSONKey] = []

  var bytes: [UInt8] { writer.bytes }
  mutating func removeBytes() { writer.removeBytes() }

  mutating func begin(columns: [String]) {
    keys = columns.map(JSONKey.init)
    writer.beginArray()
  }
  mutating func beginRow() {
    writer.nextLine()
    writer.beginObject()
  }
  mutating func field(_ value: ExportValue, column: Int) { writer.field(keys[column], value) }
  mutating func endRow() { writer.endObject() }
  mutating func end() {
    writer.endLine()
    writer.endArray()
    writer.endLine()
  }
}
