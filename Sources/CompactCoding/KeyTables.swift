/// The names of keys, by number: a name goes over the line once, then its number stands for it. Each type of keys has a table.
struct KeyTables {
  /// A name that was added.
  struct Addition {
    var table: Int
    var name: String
  }

  /// The most names of a table; what a dictionary has beyond them is written out each time.
  static let limit = 256
  /// The most tables.
  static let tableLimit = 4096

  private(set) var names: [[String]] = []
  private(set) var additions: [Addition] = []
  private var tables: [ObjectIdentifier: Int] = [:]
  private var numbers: [[String: Int]] = []

  /// The table of a type of keys.
  mutating func table(of keys: any CodingKey.Type) -> Int {
    let id = ObjectIdentifier(keys)
    if let table = tables[id] { return table }
    tables[id] = names.count
    names.append([])
    numbers.append([:])
    return names.count - 1
  }

  /// The number of a name; nil if the table is full. Keys come in the same order again and again: `expected` is looked at first.
  mutating func number(of name: String, in table: Int, expected: Int) -> Int? {
    if expected < names[table].count, names[table][expected] == name { return expected }
    if let number = numbers[table][name] { return number }
    guard names[table].count < Self.limit else { return nil }
    add(Addition(table: table, name: name))
    return names[table].count - 1
  }

  /// Adds a name that another side has added.
  mutating func add(_ addition: Addition) {
    while names.count <= addition.table {
      names.append([])
      numbers.append([:])
    }
    numbers[addition.table][addition.name] = names[addition.table].count
    names[addition.table].append(addition.name)
    additions.append(addition)
  }
}
