import Configuration

/// One `NAME.FIELD VALUE` of `config set`.
struct FieldAssignment {
  enum Value {
    case text(String)
    /// `--none`: the field is emptied.
    case none
    /// A secret, which is not an argument.
    case secret
  }

  /// Which value it sets.
  struct Key: Hashable {
    var wrapper: String
    var path: FieldPath
  }

  var address: FieldAddress
  var value: Value

  var key: Key { Key(wrapper: address.wrapper.name, path: address.path) }

  private static let none = "--none"

  /// Reads fields and their values, in their order. No message repeats what stands there but names that are known.
  ///
  /// - Parameter newKind: the kind of the wrapper that is to be made; nil if all of them are there.
  static func all(_ arguments: [String], newKind: String?, in view: ConfigurationView) throws -> [FieldAssignment] {
    let kind = try newKind.map { try ListFields.kind($0, among: view.configuration.kinds) }
    var rest = arguments[...]
    var all: [FieldAssignment] = []
    var keys: Set<Key> = []
    while let name = rest.popFirst() {
      if name.hasPrefix("--") {
        throw Failure.usage(
          "\(ShownText.option(name)): is no option of `wraptop config set`, or stands where a field is expected; see its --help"
        )
      }
      let address = try address(name, newKind: kind, in: view)
      let assignment = FieldAssignment(address: address, value: try value(of: address, from: &rest, in: view))
      guard keys.insert(assignment.key).inserted else {
        throw Failure.usage("\(address.shown): is set twice; set it once")
      }
      all.append(assignment)
    }
    guard let first = all.first else {
      throw Failure.usage("config set: names no field; write NAME.FIELD VALUE, such as bot.daily_budget 5")
    }
    if let newKind, all.contains(where: { $0.key.wrapper != first.key.wrapper }) {
      throw Failure.usage(
        "--kind \(ShownText.name(newKind)): makes one wrapper; set the fields of others by themselves")
    }
    return all
  }

  private static func address(_ name: String, newKind: Kind?, in view: ConfigurationView) throws -> FieldAddress {
    guard let newKind else { return try FieldAddress(name, in: view) }
    let new = try FieldAddress(name, ofNew: newKind)
    guard let there = view.configuration.wrappers[new.wrapper.name] else { return new }
    throw Failure.usage(
      "--kind: wrapper \(ShownText.name(there.name)) is there already, of kind \(ShownText.name(there.kind)); leave the "
        + "option out")
  }

  private static func value(
    of address: FieldAddress, from rest: inout ArraySlice<String>, in view: ConfigurationView
  ) throws -> Value {
    if rest.first == none {
      rest.removeFirst()
      return .none
    }
    guard address.description.isSensitive else {
      if let next = rest.first, next.hasPrefix("--") {
        throw Failure.usage("\(ShownText.option(next)): is no option of `wraptop config set`, see its --help")
      }
      guard let text = rest.popFirst() else {
        throw Failure.usage("\(address.shown): there is no value; name it behind the field")
      }
      return .text(text)
    }
    guard let next = rest.first else { return .secret }
    if Reference(next) != nil || next.isEmpty {
      rest.removeFirst()
      return .text(next)
    }
    // The next field may follow; all else would be the secret itself.
    if (try? FieldAddress(next, in: view)) != nil { return .secret }
    throw Failure.usage(
      "\(address.shown): is a secret, and what is an argument others see in the list of processes, and it stays in the "
        + "shell's history; leave the value out and type it at the prompt, or pipe it into standard input; if it was "
        + "the secret, replace it")
  }
}
