/// Reads an object: looks for keys where they are expected, then everywhere.
final class ObjectReading<Key: CodingKey>: KeyedDecodingContainerProtocol {
  private let reading: CompactReading
  private let table: Int32
  private let first: Int
  private let end: Int
  // Where the next key is expected.
  private var next: Int

  init(_ reading: CompactReading, _ node: Int) throws {
    guard case .object(let table, _) = reading.values.nodes[node].content else {
      throw CompactReading.mismatch([String: Any].self)
    }
    self.reading = reading
    self.table = table
    first = node + 1
    end = Int(reading.values.nodes[node].end)
    next = first
  }

  var codingPath: [any CodingKey] { [] }

  var allKeys: [Key] {
    var keys: [Key] = []
    var node = first
    while node < end {
      if let key = Key(stringValue: name(node)) { keys.append(key) }
      node = Int(reading.values.nodes[node].end)
    }
    return keys
  }

  private func name(_ node: Int) -> String { reading.name(reading.values.nodes[node].key, in: table) }

  private func find(_ key: Key) -> Int? {
    let wanted = key.stringValue
    for start in [next, first] {
      var node = start
      while node < end {
        let behind = Int(reading.values.nodes[node].end)
        if name(node) == wanted {
          next = behind
          return node
        }
        node = behind
      }
    }
    return nil
  }

  private func node(_ key: Key) throws -> Int {
    if next < end, name(next) == key.stringValue {
      defer { next = Int(reading.values.nodes[next].end) }
      return next
    }
    guard let node = find(key) else {
      throw DecodingError.keyNotFound(
        key, DecodingError.Context(codingPath: [], debugDescription: "\(key.stringValue) is not there"))
    }
    return node
  }

  private func present(_ key: Key) -> Int? {
    guard let node = try? node(key), !reading.isNull(node) else { return nil }
    return node
  }

  func contains(_ key: Key) -> Bool { (try? node(key)) != nil }
  func decodeNil(forKey key: Key) throws -> Bool { reading.isNull(try node(key)) }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try Value(from: NodeDecoder(reading: reading, node: try node(key)))
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    try present(key).map { try Value(from: NodeDecoder(reading: reading, node: $0)) }
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy keys: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    KeyedDecodingContainer(try ObjectReading<Nested>(reading, try node(key)))
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try ListReading(reading, try node(key))
  }

  func superDecoder() throws -> any Decoder { NodeDecoder(reading: reading, node: first - 1) }
  func superDecoder(forKey key: Key) throws -> any Decoder { NodeDecoder(reading: reading, node: try node(key)) }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try reading.flag(try node(key)) }
  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
    try present(key).map { try reading.flag($0) }
  }

  func decode(_ type: String.Type, forKey key: Key) throws -> String { try reading.text(try node(key)) }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
    try present(key).map { try reading.text($0) }
  }

  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try reading.double(try node(key)) }
  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
    try present(key).map { try reading.double($0) }
  }

  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { Float(try reading.double(try node(key))) }
  func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? {
    try present(key).map { Float(try reading.double($0)) }
  }

  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try reading.integer(try node(key)) }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
    try present(key).map { try reading.integer($0) }
  }

  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try reading.integer(try node(key)) }
  func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? {
    try present(key).map { try reading.integer($0) }
  }

  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try reading.integer(try node(key)) }
  func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? {
    try present(key).map { try reading.integer($0) }
  }

  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try reading.integer(try node(key)) }
  func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? {
    try present(key).map { try reading.integer($0) }
  }

  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try reading.integer(try node(key)) }
  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
    try present(key).map { try reading.integer($0) }
  }

  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try reading.integer(try node(key)) }
  func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? {
    try present(key).map { try reading.integer($0) }
  }

  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try reading.integer(try node(key)) }
  func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? {
    try present(key).map { try reading.integer($0) }
  }

  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try reading.integer(try node(key)) }
  func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? {
    try present(key).map { try reading.integer($0) }
  }

  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try reading.integer(try node(key)) }
  func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? {
    try present(key).map { try reading.integer($0) }
  }

  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try reading.integer(try node(key)) }
  func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? {
    try present(key).map { try reading.integer($0) }
  }

  func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try reading.integer(try node(key)) }
  func decodeIfPresent(_ type: Int128.Type, forKey key: Key) throws -> Int128? {
    try present(key).map { try reading.integer($0) }
  }
}
