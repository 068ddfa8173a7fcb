import CompactCoding
import TestSupport
import Testing

/// What a core and a dashboard tell one another is read as it was written, by another version as well, and bytes from
/// elsewhere do no harm.
struct CompactCodingTests {
  private enum Kind: String, Codable { case plain, other }

  private enum Choice: Codable, Equatable {
    case none
    case some(Set<String>)
    case pair(first: Int, second: Double?)
  }

  private struct Inner: Codable, Equatable {
    var name = "é \u{0} \u{1F600}"
    var wide = Int128.max
    var choice = Choice.pair(first: -1, second: nil)
  }

  private struct Everything: Codable, Equatable {
    var flag = true
    var small = 7
    var negative = Int64.min
    var large = UInt64.max
    var byte: UInt8 = 255
    var double = -0.1
    var whole = 3.0
    var float: Float = 1.5
    var text = ""
    var missing: String?
    var missingNumber: Int?
    var there: Double? = 0
    var counts: [UInt32] = [0, 1, 127, 128, .max]
    var noCounts: [UInt32] = []
    var lists: [[Inner?]] = [[], [Inner(), nil]]
    var table: [String: Inner] = ["a": Inner(), "é": Inner(name: "x", wide: Int128(UInt64.max), choice: .none)]
    var numbered: [Int: String] = [1: "one", -2: "two"]
    var choice = Choice.some(["x", "y"])
    var kind = Kind.other
  }

  private func roundTrip<Value: Codable>(_ value: Value) throws -> Value {
    let encoder = CompactEncoder()
    let bytes = try encoder.encode(value)
    var decoder = CompactDecoder()
    try decoder.add(encoder.additions(since: 0))
    return try decoder.decode(Value.self, from: bytes)
  }

  @Test func whatIsWrittenIsRead() throws {
    #expect(try roundTrip(Everything()) == Everything())
    #expect(try roundTrip([Everything]()) == [])
    #expect(try roundTrip(Optional<Int>.none) == nil)
    #expect(try roundTrip("text") == "text")
    for number: Int128 in [0, -1, 239, 240, Int128(Int64.max), Int128(Int64.max) + 1, .min, .max] {
      #expect(try roundTrip(number) == number)
    }
    for number in [0.0, -0.0, .infinity, .leastNonzeroMagnitude, 1e300] { #expect(try roundTrip(number) == number) }
    #expect(try roundTrip(Double.nan).isNaN)
  }

  @Test("Keys go over the line once, also to one who comes later")
  func keysAreSentOnce() throws {
    let encoder = CompactEncoder()
    var early = CompactDecoder()
    let first = try encoder.encode(Inner())
    try early.add(encoder.additions(since: 0))
    let known = encoder.keyCount
    #expect(try early.decode(Inner.self, from: first) == Inner())
    let second = try encoder.encode(Everything())
    try early.add(encoder.additions(since: known))
    #expect(try early.decode(Everything.self, from: second) == Everything())
    var late = CompactDecoder()
    try late.add(encoder.additions(since: 0))
    #expect(try late.decode(Everything.self, from: second) == Everything())
    #expect(!second.contains(sequence: Array("missingNumber".utf8)))
    let before = encoder.keyCount
    _ = try encoder.encode(Everything())
    #expect(encoder.keyCount == before)
  }

  @Test("A table of very many keys is read as well, and they are not kept")
  func manyKeys() throws {
    let table = Dictionary(uniqueKeysWithValues: (0..<5000).map { ("wrapper-\($0)", $0) })
    #expect(try roundTrip(table) == table)
    let encoder = CompactEncoder()
    _ = try encoder.encode(table)
    #expect(encoder.keyCount <= 256)
  }

  private struct Older: Codable, Equatable { var name = "n", count = 3, gone = [1, 2] }
  private struct Newer: Codable, Equatable { var count = 0, added: [String: Inner]?, name = "" }

  @Test("Another version reads what it knows, whatever the order of keys")
  func otherVersions() throws {
    let encoder = CompactEncoder()
    let bytes = try encoder.encode([Older(), Older(name: "m", count: 4, gone: [])])
    var decoder = CompactDecoder()
    try decoder.add(encoder.additions(since: 0))
    let read = try decoder.decode([Newer].self, from: bytes)
    #expect(read == [Newer(count: 3, added: nil, name: "n"), Newer(count: 4, added: nil, name: "m")])
    #expect(throws: DecodingError.self) { try decoder.decode([Inner].self, from: bytes) }
    #expect(throws: DecodingError.self) { try decoder.decode(Older.self, from: bytes) }
  }

  @Test("Bytes that are cut or damaged are refused or read as something else, and never crash", arguments: 0..<20)
  func damage(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let encoder = CompactEncoder()
    let bytes = try encoder.encode(Everything())
    let additions = encoder.additions(since: 0)
    for _ in 0..<200 {
      var damaged = bytes
      var names = additions
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: 0 ... .max, using: &random)
        if Bool.random(using: &random) {
          names[Int.random(in: names.indices, using: &random)] = UInt8.random(in: 0 ... .max, using: &random)
        }
      }
      var decoder = CompactDecoder()
      try? decoder.add(names)
      _ = try? decoder.decode(Everything.self, from: damaged)
      var whole = CompactDecoder()
      try whole.add(additions)
      #expect(throws: (any Error).self) {
        try whole.decode(Everything.self, from: Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random))))
      }
      _ = try? whole.decode(Everything.self, from: damaged)
    }
  }

  @Test func nestingHasALimit() {
    let decoder = CompactDecoder()
    #expect(throws: CompactDecodingError.malformed) {
      try decoder.decode([Int].self, from: [UInt8](repeating: 7, count: 1 << 20))
    }
    #expect(throws: CompactDecodingError.malformed) { try decoder.decode([Int].self, from: []) }
    #expect(throws: CompactDecodingError.malformed) { try decoder.decode(Int.self, from: [17, 17]) }
  }
}

extension [UInt8] {
  fileprivate func contains(sequence: [UInt8]) -> Bool {
    indices.contains { self[$0...].starts(with: sequence) }
  }
}
