import Events
import Secrets

/// Small numbers for the keys of metrics and the types of operations, the same for all batches and wrappers, so that nothing is
/// looked up by text while events are counted.
struct BreakdownNames: Sendable {
  /// A source that invents keys must not fill the memory: beyond this many, all share the name `(other)`.
  static let limit = 65_536
  /// The longest name that is kept, in bytes.
  static let longest = 256

  private var numbers: [String: Int32] = [:]
  private(set) var names: [String] = []
  /// What each name means where it is a key.
  private(set) var meanings: [KeyMeaning?] = []
  private var maps: [UInt64: [Int32]] = [:]
  private var identity: UInt64?
  // From the numbers of the present table to those of this one; -1 where it has not been met.
  private var map: [Int32] = []

  /// The type of operations that name none.
  private(set) var defaultType: Int32 = 0
  static let defaultName = "default"

  init() { defaultType = number(of: Self.defaultName) }

  /// From now on, `number(of:in:)` is asked about that table.
  mutating func turn(to table: NameTable) {
    if table.identity != identity {
      if let identity { maps[identity] = map }
      if maps.count > 64 { maps.removeAll() }
      map = maps.removeValue(forKey: table.identity) ?? []
      identity = table.identity
    }
    if map.count < table.names.count {
      map.append(contentsOf: repeatElement(-1, count: table.names.count - map.count))
    }
  }

  /// The number of a name of a batch's table.
  @inline(__always)
  mutating func number(of local: Int32, in table: NameTable) -> Int32 {
    let known = map[Int(local)]
    return known >= 0 ? known : learn(local, table.names[Int(local)])
  }

  private mutating func learn(_ local: Int32, _ name: String) -> Int32 {
    let number = number(of: name)
    map[Int(local)] = number
    return number
  }

  /// The number of a name.
  mutating func number(of name: String) -> Int32 {
    let name = name.utf8.count <= Self.longest ? name : Redaction.redact(name, limit: Self.longest)
    if let number = numbers[name] { return number }
    if names.count >= Self.limit, name != BoundedName.other.text { return number(of: BoundedName.other.text) }
    let number = Int32(names.count)
    numbers[name] = number
    names.append(name)
    meanings.append(KeyMeaning(name))
    return number
  }
}
