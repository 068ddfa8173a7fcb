/// Writes a list.
struct ListWriting: UnkeyedEncodingContainer {
  let writing: CompactWriting
  let depth: Int
  private(set) var count = 0

  init(writing: CompactWriting, depth: Int) {
    self.writing = writing
    self.depth = depth
  }

  var codingPath: [any CodingKey] { [] }

  private mutating func begin() {
    writing.close(to: depth)
    count += 1
  }

  mutating func encode<Value: Encodable>(_ value: Value) throws {
    begin()
    try writing.encode(value)
  }

  mutating func encodeNil() {
    begin()
    writing.encodeNil()
  }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy keys: Nested.Type) -> KeyedEncodingContainer<Nested> {
    begin()
    return KeyedEncodingContainer(writing.beginObject(keys))
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    begin()
    return writing.beginList()
  }

  mutating func superEncoder() -> any Encoder {
    begin()
    return writing
  }

  mutating func encode(_ value: Bool) {
    begin()
    writing.encode(value)
  }

  mutating func encode(_ value: String) {
    begin()
    writing.encode(value)
  }

  mutating func encode(_ value: Double) {
    begin()
    writing.encode(value)
  }

  mutating func encode(_ value: Float) {
    begin()
    writing.encode(Double(value))
  }

  mutating func encode(_ value: Int) {
    begin()
    writing.encode(Int64(value))
  }

  mutating func encode(_ value: Int8) {
    begin()
    writing.encode(Int64(value))
  }

  mutating func encode(_ value: Int16) {
    begin()
    writing.encode(Int64(value))
  }

  mutating func encode(_ value: Int32) {
    begin()
    writing.encode(Int64(value))
  }

  mutating func encode(_ value: Int64) {
    begin()
    writing.encode(Int64(value))
  }

  mutating func encode(_ value: UInt) {
    begin()
    writing.encode(UInt64(value))
  }

  mutating func encode(_ value: UInt8) {
    begin()
    writing.encode(UInt64(value))
  }

  mutating func encode(_ value: UInt16) {
    begin()
    writing.encode(UInt64(value))
  }

  mutating func encode(_ value: UInt32) {
    begin()
    writing.encode(UInt64(value))
  }

  mutating func encode(_ value: UInt64) {
    begin()
    writing.encode(UInt64(value))
  }

  mutating func encode(_ value: Int128) {
    begin()
    writing.encode(value)
  }
}

/// Writes one value.
struct SingleWriting: SingleValueEncodingContainer {
  let writing: CompactWriting

  var codingPath: [any CodingKey] { [] }

  func encode<Value: Encodable>(_ value: Value) throws { try writing.encode(value) }
  func encodeNil() { writing.encodeNil() }
  func encode(_ value: Bool) { writing.encode(value) }
  func encode(_ value: String) { writing.encode(value) }
  func encode(_ value: Double) { writing.encode(value) }
  func encode(_ value: Float) { writing.encode(Double(value)) }
  func encode(_ value: Int) { writing.encode(Int64(value)) }
  func encode(_ value: Int8) { writing.encode(Int64(value)) }
  func encode(_ value: Int16) { writing.encode(Int64(value)) }
  func encode(_ value: Int32) { writing.encode(Int64(value)) }
  func encode(_ value: Int64) { writing.encode(Int64(value)) }
  func encode(_ value: UInt) { writing.encode(UInt64(value)) }
  func encode(_ value: UInt8) { writing.encode(UInt64(value)) }
  func encode(_ value: UInt16) { writing.encode(UInt64(value)) }
  func encode(_ value: UInt32) { writing.encode(UInt64(value)) }
  func encode(_ value: UInt64) { writing.encode(UInt64(value)) }
  func encode(_ value: Int128) { writing.encode(value) }
}
