/// Reads what a `CompactEncoder` wrote. It has to be given the names of keys as they come.
package struct CompactDecoder {
  private var tables = KeyTables()

  package init() {}

  /// Takes over the names of keys that an encoder has added (`CompactEncoder.additions`).
  ///
  /// - Throws: if they are none.
  package mutating func add(_ additions: [UInt8]) throws(CompactDecodingError) {
    var offset = 0
    let count = try CompactNodes.number(in: additions, at: &offset)
    guard count <= UInt64(additions.count) else { throw .malformed }
    for _ in 0..<count {
      let table = try CompactNodes.number(in: additions, at: &offset)
      let range = try CompactNodes.text(in: additions, at: &offset)
      guard table < KeyTables.tableLimit else { throw .malformed }
      tables.add(
        KeyTables.Addition(table: Int(table), name: String(decoding: additions[range], as: UTF8.self)))
    }
    guard offset == additions.count else { throw .malformed }
  }

  /// The value that bytes stand for.
  ///
  /// - Throws: `CompactDecodingError`, or a `DecodingError` if they stand for another one.
  package func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    let reading = CompactReading(try CompactNodes(bytes, tables: tables.names), tables.names)
    return try Value(from: NodeDecoder(reading: reading, node: 0))
  }
}

/// What is being read.
final class CompactReading {
  let values: CompactNodes
  let tables: [[String]]

  init(_ values: CompactNodes, _ tables: [[String]]) {
    self.values = values
    self.tables = tables
  }

  /// The name of a key in a table.
  func name(_ key: Int32, in table: Int32) -> String {
    Int(key) >= KeyTables.limit ? values.extraNames[Int(key) - KeyTables.limit] : tables[Int(table)][Int(key)]
  }

  func isNull(_ node: Int) -> Bool {
    if case .null = values.nodes[node].content { true } else { false }
  }

  func flag(_ node: Int) throws -> Bool {
    guard case .flag(let flag) = values.nodes[node].content else { throw Self.mismatch(Bool.self) }
    return flag
  }

  func text(_ node: Int) throws -> String {
    guard case .text(let start, let count) = values.nodes[node].content else { throw Self.mismatch(String.self) }
    return String(decoding: values.bytes[Int(start)..<Int(start + count)], as: UTF8.self)
  }

  func double(_ node: Int) throws -> Double {
    switch values.nodes[node].content {
    case .double(let number): return number
    case .integer(let number): return Double(number)
    default: throw Self.mismatch(Double.self)
    }
  }

  func integer<Number: FixedWidthInteger>(_ node: Int) throws -> Number {
    switch values.nodes[node].content {
    case .integer(let number):
      if let number = Number(exactly: number) { return number }
    case .unsigned(let number):
      if let number = Number(exactly: number) { return number }
    case .wide(let number):
      if let number = Number(exactly: number) { return number }
    default: break
    }
    throw Self.mismatch(Number.self)
  }

  static func mismatch(_ type: any Any.Type) -> DecodingError {
    DecodingError.typeMismatch(type, DecodingError.Context(codingPath: [], debugDescription: "another value is there"))
  }
}

/// Reads one value.
struct NodeDecoder: Decoder, SingleValueDecodingContainer {
  let reading: CompactReading
  let node: Int

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy keys: Key.Type) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(try ObjectReading(reading, node))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { try ListReading(reading, node) }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { reading.isNull(node) }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }
  func decode(_ type: Bool.Type) throws -> Bool { try reading.flag(node) }
  func decode(_ type: String.Type) throws -> String { try reading.text(node) }
  func decode(_ type: Double.Type) throws -> Double { try reading.double(node) }
  func decode(_ type: Float.Type) throws -> Float { Float(try reading.double(node)) }
  func decode(_ type: Int.Type) throws -> Int { try reading.integer(node) }
  func decode(_ type: Int8.Type) throws -> Int8 { try reading.integer(node) }
  func decode(_ type: Int16.Type) throws -> Int16 { try reading.integer(node) }
  func decode(_ type: Int32.Type) throws -> Int32 { try reading.integer(node) }
  func decode(_ type: Int64.Type) throws -> Int64 { try reading.integer(node) }
  func decode(_ type: UInt.Type) throws -> UInt { try reading.integer(node) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try reading.integer(node) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try reading.integer(node) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try reading.integer(node) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try reading.integer(node) }
  func decode(_ type: Int128.Type) throws -> Int128 { try reading.integer(node) }
}
