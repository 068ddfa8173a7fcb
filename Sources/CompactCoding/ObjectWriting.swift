/// Writes an object: keys with their values.
struct ObjectWriting<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let writing: CompactWriting
  let table: Int
  let depth: Int
  private var expected = 0

  init(writing: CompactWriting, table: Int, depth: Int) {
    self.writing = writing
    self.table = table
    self.depth = depth
  }

  var codingPath: [any CodingKey] { [] }

  private mutating func begin(_ key: Key) {
    writing.close(to: depth)
    let name = key.stringValue
    if let number = writing.tables.number(of: name, in: table, expected: expected) {
      writing.write(KeyReference.first + UInt64(number))
      expected = number + 1
    } else {
      writing.write(KeyReference.name)
      writing.write(name)
    }
  }

  mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    begin(key)
    try writing.encode(value)
  }

  // Nothing is written as such, so that keys keep their order.
  mutating func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
    begin(key)
    if let value { try writing.encode(value) } else { writing.encodeNil() }
  }

  mutating func encodeNil(forKey key: Key) {
    begin(key)
    writing.encodeNil()
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy keys: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    begin(key)
    return KeyedEncodingContainer(writing.beginObject(keys))
  }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    begin(key)
    return writing.beginList()
  }

  mutating func superEncoder() -> any Encoder { writing }
  mutating func superEncoder(forKey key: Key) -> any Encoder {
    begin(key)
    return writing
  }

  mutating func encode(_ value: Bool, forKey key: Key) {
    begin(key)
    writing.encode(value)
  }

  mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) {
    begin(key)
    if let value { writing.encode(value) } else { writing.encodeNil() }
  }

  mutating func encode(_ value: String, forKey key: Key) {
    begin(key)
    writing.encode(value)
  }

  mutating func encodeIfPresent(_ value: String?, forKey key: Key) {
    begin(key)
    if let value { writing.encode(value) } else { writing.encodeNil() }
  }

  mutating func encode(_ value: Double, forKey key: Key) {
    begin(key)
    writing.encode(value)
  }

  mutating func encodeIfPresent(_ value: Double?, forKey key: Key) {
    begin(key)
    if let value { writing.encode(value) } else { writing.encodeNil() }
  }

  mutating func encode(_ value: Float, forKey key: Key) {
    begin(key)
    writing.encode(Double(value))
  }

  mutating func encodeIfPresent(_ value: Float?, forKey key: Key) {
    begin(key)
    if let value { writing.encode(Double(value)) } else { writing.encodeNil() }
  }

  mutating func encode(_ value: Int, forKey key: Key) {
    begin(key)
    writing.encode(Int64(value))
  }

  mutating func encodeIfPresent(_ value: Int?, forKey key: Key) {
    begin(key)
    if let value { writing.encode(Int64(value)) } else { writing.encodeNil() }
  }

  mutating func encode(_ value: Int8, forKey key: Key) {
    begin(key)
    writing.encode(Int64(value))
  }

  mutating func encodeIfPresent(_ value: Int8?, forKey key: Key) {
    begin(key)
    if let value { writing.encode(Int64(value)) } else { writing.encodeNil() }
  }

  mutating func encode(_ value: Int16, forKey key: Key) {
    begin(key)
    writing.encode(Int64(value))
  }

  mutating func encodeIfPresent(_ value: Int16?, forKey key: Key) {
    begin(key)
    if let value { writing.encode(Int64(value)) } else { writing.encodeNil() }
  }

  mutating func encode(_ value: Int32, forKey key: Key) {
    begin(key)
    writing.encode(Int64(value))
  }

  mutating func encodeIfPresent(_ value: Int32?, forKey key: Key) {
    begin(key)
    if let value { writing.encode(Int64(value)) } else { writing.encodeNil() }
  }

  mutating func encode(_ value: Int64, forKey key: Key) {
    begin(key)
    writing.encode(Int64(value))
  }

  mutating func encodeIfPresent(_ value: Int64?, forKey key: Key) {
    begin(key)
    if let value { writing.encode(Int64(value)) } else { writing.encodeNil() }
  }

  mutating func encode(_ value: UInt, forKey key: Key) {
    begin(key)
    writing.encode(UInt64(value))
  }

  mutating func encodeIfPresent(_ value: UInt?, forKey key: Key) {
    begin(key)
    if let value { writing.encode(UInt64(value)) } else { writing.encodeNil() }
  }

  mutating func encode(_ value: UInt8, forKey key: Key) {
    begin(key)
    writing.encode(UInt64(value))
  }

  mutating func encodeIfPresent(_ value: UInt8?, forKey key: Key) {
    begin(key)
    if let value { writing.encode(UInt64(value)) } else { writing.encodeNil() }
  }

  mutating func encode(_ value: UInt16, forKey key: Key) {
    begin(key)
    writing.encode(UInt64(value))
  }

  mutating func encodeIfPresent(_ value: UInt16?, forKey key: Key) {
    begin(key)
    if let value { writing.encode(UInt64(value)) } else { writing.encodeNil() }
  }

  mutating func encode(_ value: UInt32, forKey key: Key) {
    begin(key)
    writing.encode(UInt64(value))
  }

  mutating func encodeIfPresent(_ value: UInt32?, forKey key: Key) {
    begin(key)
    if let value { writing.encode(UInt64(value)) } else { writing.encodeNil() }
  }

  mutating func encode(_ value: UInt64, forKey key: Key) {
    begin(key)
    writing.encode(UInt64(value))
  }

  mutating func encodeIfPresent(_ value: UInt64?, forKey key: Key) {
    begin(key)
    if let value { writing.encode(UInt64(value)) } else { writing.encodeNil() }
  }

  mutating func encode(_ value: Int128, forKey key: Key) {
    begin(key)
    writing.encode(value)
  }

  mutating func encodeIfPresent(_ value: Int128?, forKey key: Key) {
    begin(key)
    if let value { writing.encode(value) } else { writing.encodeNil() }
  }
}
