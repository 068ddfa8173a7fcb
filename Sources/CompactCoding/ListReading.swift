/// Reads a list.
struct ListReading: UnkeyedDecodingContainer {
  private let reading: CompactReading
  private let end: Int
  private var next: Int
  let count: Int?
  private(set) var currentIndex = 0

  init(_ reading: CompactReading, _ node: Int) throws {
    guard case .list(let count) = reading.values.nodes[node].content else {
      throw CompactReading.mismatch([Any].self)
    }
    self.reading = reading
    self.count = Int(count)
    end = Int(reading.values.nodes[node].end)
    next = node + 1
  }

  var codingPath: [any CodingKey] { [] }
  var isAtEnd: Bool { next >= end }

  private mutating func advance() throws -> Int {
    guard next < end else {
      throw DecodingError.valueNotFound(
        [Any].self, DecodingError.Context(codingPath: [], debugDescription: "the list has ended"))
    }
    defer {
      next = Int(reading.values.nodes[next].end)
      currentIndex += 1
    }
    return next
  }

  mutating func decodeNil() throws -> Bool {
    guard next < end, reading.isNull(next) else { return false }
    _ = try advance()
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try Value(from: NodeDecoder(reading: reading, node: try advance()))
  }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy keys: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
    KeyedDecodingContainer(try ObjectReading<Nested>(reading, try advance()))
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try ListReading(reading, try advance())
  }

  mutating func superDecoder() throws -> any Decoder { NodeDecoder(reading: reading, node: try advance()) }
  mutating func decode(_ type: Bool.Type) throws -> Bool { try reading.flag(try advance()) }
  mutating func decode(_ type: String.Type) throws -> String { try reading.text(try advance()) }
  mutating func decode(_ type: Double.Type) throws -> Double { try reading.double(try advance()) }
  mutating func decode(_ type: Float.Type) throws -> Float { Float(try reading.double(try advance())) }
  mutating func decode(_ type: Int.Type) throws -> Int { try reading.integer(try advance()) }
  mutating func decode(_ type: Int8.Type) throws -> Int8 { try reading.integer(try advance()) }
  mutating func decode(_ type: Int16.Type) throws -> Int16 { try reading.integer(try advance()) }
  mutating func decode(_ type: Int32.Type) throws -> Int32 { try reading.integer(try advance()) }
  mutating func decode(_ type: Int64.Type) throws -> Int64 { try reading.integer(try advance()) }
  mutating func decode(_ type: UInt.Type) throws -> UInt { try reading.integer(try advance()) }
  mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try reading.integer(try advance()) }
  mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try reading.integer(try advance()) }
  mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try reading.integer(try advance()) }
  mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try reading.integer(try advance()) }
  mutating func decode(_ type: Int128.Type) throws -> Int128 { try reading.integer(try advance()) }
}
