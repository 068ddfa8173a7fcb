import Canvas

/// A state of a pane in which each key has one meaning.
package struct KeyMode: Sendable, Hashable {
  /// What the help calls it; no two modes have the same title.
  package let title: String
  private let traits: Traits

  /// What a mode has in common with others: the keys that do not belong to one pane go by that.
  struct Traits: OptionSet, Hashable {
    let rawValue: Int

    /// A view proper, from which all others can be reached.
    static let view = Traits(rawValue: 1)
    /// Something over a view in which the same keys move and quit.
    static let browsing = Traits(rawValue: 2)
    /// A view of one wrapper, in which the same keys go to the next one.
    static let ofWrapper = Traits(rawValue: 4)
    /// A view with a chosen wrapper.
    static let choosesWrapper = Traits(rawValue: 8)
    /// A list whose rows can be opened.
    static let opens = Traits(rawValue: 16)
    /// The help can be opened although it is no view.
    static let helped = Traits(rawValue: 32)
    /// Text is typed: keys that write characters do nothing else.
    static let typing = Traits(rawValue: 64)
  }

  /// - Parameters:
  ///   - title: what the help calls it, like no other mode.
  ///   - traits: what it has in common with others.
  init(_ title: String, _ traits: Traits) {
    self.title = title
    self.traits = traits
  }

  /// True for a view proper: what works in one of them mostly works in all.
  package var isView: Bool { traits.contains(.view) }
  /// True where the general keys move and quit.
  package var isBrowsing: Bool { isView || traits.contains(.browsing) }
  /// True where the keys for the next row go to the next wrapper.
  package var isOfWrapper: Bool { traits.contains(.ofWrapper) }
  /// True where a wrapper is chosen.
  package var choosesWrapper: Bool { traits.contains(.choosesWrapper) }
  /// True where Enter opens what is under the cursor.
  package var opens: Bool { traits.contains(.opens) }
  /// True where the help can be opened.
  package var isHelped: Bool { isView || traits.contains(.helped) }
  /// True where text is typed.
  package var isTyping: Bool { traits.contains(.typing) }
}

/// One line of the table of keys: dispatch, footer and help all come from it.
package struct Binding: Sendable {
  package var keys: [Key]
  package var action: Action
  /// A word or two for the footer.
  package var label: String
  /// A sentence for the help.
  package var description: String
  /// Where the keys are in force.
  package var modes: Set<KeyMode>
  package var group: Group
  /// Where in the footer it stands; the lowest stay longest when there is little room. Nil keeps it out of the footer.
  package var footerRank: Int?
  /// What the footer calls the keys; one hint may stand for two bindings that belong together.
  package var footerKeys: String

  /// The headings of the help, in its order.
  package enum Group: String, Sendable, CaseIterable {
    case move = "Move"
    case look = "Look closer"
    case time = "Time"
    case list = "List of wrappers"
    case operations = "Operations"
    case costs = "Costs"
    case alerts = "Alerts"
    case configuration = "Configuration"
    case form = "Configuration: form and history"
    case filter = "While typing a filter"
    case typing = "While typing"
    case chooser = "While choosing a sort column"
    case screen = "Screen"
  }

  init(
    _ keys: [Key], _ action: Action, _ label: String, _ description: String, in modes: Set<KeyMode>, _ group: Group,
    footer: Int? = nil, as footerKeys: String? = nil
  ) {
    self.keys = keys
    self.action = action
    self.label = label
    self.description = description
    self.modes = modes
    self.group = group
    footerRank = footer
    self.footerKeys = footerKeys ?? keys.first?.name ?? ""
  }

  /// A binding that belongs to no pane: it is in force in all modes that have something in common.
  init(
    _ keys: [Key], _ action: Action, _ label: String, _ description: String, where isMeant: (KeyMode) -> Bool,
    _ group: Group, footer: Int? = nil, as footerKeys: String? = nil
  ) {
    self.init(
      keys, action, label, description, in: Set(PaneRegistry.modes.filter(isMeant)), group, footer: footer,
      as: footerKeys)
  }

  /// The keys as the help shows them: "j, Down".
  package var keyNames: String { keys.map(\.name).joined(separator: ", ") }

  /// All keys of the dashboard, in the order of the help: those of the panes, and those that panes have in common
  /// unless a pane uses them itself.
  package static let table: [Binding] = {
    let own = PaneRegistry.entries.flatMap { $0.type.bindings }
    let openings = PaneRegistry.entries.flatMap { entry in
      entry.digit.map { entry.type.openings(.character($0)) } ?? []
    }
    var taken: [KeyMode: Set<Key>] = [:]
    for binding in own { for mode in binding.modes { taken[mode, default: []].formUnion(binding.keys) } }
    func common(_ binding: Binding) -> Binding {
      var binding = binding
      binding.modes = binding.modes.filter { taken[$0]?.isDisjoint(with: binding.keys) ?? true }
      return binding
    }
    // What a pane does with a common key follows on what others do.
    func isSame(_ a: Binding, _ b: Binding) -> Bool { a.keys == b.keys && a.group == b.group }
    let first = leading.flatMap { binding in [common(binding)] + own.filter { isSame($0, binding) } }
    let rest = own.filter { binding in !leading.contains { isSame($0, binding) } }
    let all = first + rest + (following + openings + trailing).map(common) + typing
    return Group.allCases.flatMap { group in all.filter { $0.group == group } }
  }()

  /// The bindings of a group as the help lists them: what several panes have alike comes once.
  package static func listed(_ group: Group) -> [Binding] {
    table.filter { $0.group == group }.reduce(into: []) { listed, binding in
      if let place = listed.firstIndex(where: {
        $0.keys == binding.keys && $0.description == binding.description
      }) {
        listed[place].modes.formUnion(binding.modes)
      } else {
        listed.append(binding)
      }
    }
  }

  /// What a key means in a mode; nil if nothing is bound to it.
  package static func action(for key: Key, in mode: KeyMode) -> Action? {
    table.first { $0.modes.contains(mode) && $0.keys.contains(key) }?.action
  }
}
