import Canvas

/// One line of the table of keys: dispatch, footer and help all come from it.
package struct Binding: Sendable {
  package var keys: [Key]
  package var action: Action
  /// A word or two for the footer.
  package var label: String
  /// A sentence for the help.
  package var description: String
  package var places: Set<Place>
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
    case configuration = "Configuration"
    case form = "Configuration: form and history"
    case filter = "While typing a filter"
    case typing = "While typing"
    case chooser = "While choosing a sort column"
    case screen = "Screen"
  }

  init(
    _ keys: [Key], _ action: Action, _ label: String, _ description: String, in places: Set<Place>, _ group: Group,
    footer: Int? = nil, as footerKeys: String? = nil
  ) {
    self.keys = keys
    self.action = action
    self.label = label
    self.description = description
    self.places = places
    self.group = group
    footerRank = footer
    self.footerKeys = footerKeys ?? keys.first?.name ?? ""
  }

  /// The keys as the help shows them: "j, Down".
  package var keyNames: String { keys.map(\.name).joined(separator: ", ") }

  /// What a key means in a place; nil if nothing.
  package static func action(for key: Key, in place: Place) -> Action? {
    if let binding = table.first(where: { $0.places.contains(place) && $0.keys.contains(key) }) {
      return binding.action
    }
    guard let scalar = key.text else { return nil }
    // Who types there takes it for a line of text.
    if place == .form { return .form(.explain) }
    guard Place.typing.contains(place) else { return nil }
    return .edit(.insert(String(Character(scalar))))
  }
}

extension DashboardState {
  /// What a key means now; nil if nothing.
  package func action(for key: Key) -> Action? { Binding.action(for: key, in: place) }

  /// What pasted text means now; nil if nothing is being typed.
  package func action(forPasted text: String) -> Action? {
    if place == .form { return .form(.explain) }
    return Place.typing.contains(place) ? .edit(.insert(text)) : nil
  }
}
