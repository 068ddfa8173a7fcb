import Events
import Monitoring

/// Operations that reported no cost as bytes: the version of the form, the names of types and models, and the operations with
/// numbers for those.
enum UncostedCoding {
  private static let version: UInt8 = 1

  private struct Marks: OptionSet {
    let rawValue: UInt8

    static let isSuccess = Marks(rawValue: 1)
    static let fallbackUsed = Marks(rawValue: 2)
    static let hasTokens = Marks(rawValue: 4)
  }

  static func bytes(of operations: [UncostedOperation]) -> [UInt8] {
    var names: [String] = []
    var numbers: [String: Int] = [:]
    func number(of name: String) -> Int {
      if let known = numbers[name] { return known }
      numbers[name] = names.count
      names.append(name)
      return names.count - 1
    }
    let named = operations.map { (type: number(of: $0.type), model: $0.model.map(number)) }
    var writer = ByteWriter()
    writer.byte(version)
    writer.count(names.count)
    for name in names { writer.text(name) }
    writer.count(operations.count)
    for (operation, name) in zip(operations, named) {
      writer.fixed(operation.key.high)
      writer.fixed(operation.key.low)
      writer.count(operation.wrapper)
      writer.time(operation.end)
      var marks: Marks = []
      if operation.isSuccess { marks.insert(.isSuccess) }
      if operation.fallbackUsed { marks.insert(.fallbackUsed) }
      if operation.hasTokens { marks.insert(.hasTokens) }
      writer.byte(marks.rawValue)
      writer.count(name.type)
      writer.count(name.model.map { $0 + 1 } ?? 0)
      writer.pricing(operation.pricing)
    }
    return writer.bytes
  }

  static func operations(from bytes: some Collection<UInt8>) throws(ByteReader.Damage) -> [UncostedOperation] {
    var reader = ByteReader(Array(bytes)[...])
    guard try reader.byte() == version else { throw ByteReader.Damage() }
    var names: [String] = []
    for _ in 0..<(try reader.count(limit: .max)) { names.append(try reader.redactedText()) }
    var operations: [UncostedOperation] = []
    for _ in 0..<(try reader.count(limit: UncostedOperations.limit)) {
      let key = OperationKey(high: try reader.fixed(), low: try reader.fixed())
      let wrapper = try reader.varint(Int.self)
      let end = try reader.time()
      let marks = Marks(rawValue: try reader.byte())
      let type = try reader.varint(Int.self)
      let model = try reader.varint(Int.self)
      guard names.indices.contains(type), model <= names.count else { throw ByteReader.Damage() }
      operations.append(
        UncostedOperation(
          key: key, wrapper: wrapper, end: end, isSuccess: marks.contains(.isSuccess),
          fallbackUsed: marks.contains(.fallbackUsed), type: names[type], model: model == 0 ? nil : names[model - 1],
          hasTokens: marks.contains(.hasTokens), pricing: try reader.pricing()))
    }
    guard reader.isAtEnd else { throw ByteReader.Damage() }
    return operations
  }
}
