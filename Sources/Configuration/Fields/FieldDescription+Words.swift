// What operators read of a field.
extension FieldDescription {
  /// What values it takes, to stand behind "has to be": `a whole number from 0 to 10`.
  package var allowedInWords: String {
    switch type {
    case .flag: "true or false"
    case .integer(let range): "a whole number" + words(of: range)
    case .number(let range): "a number" + words(of: range)
    case .text(.any): "a text"
    case .text(.url): "an http or https URL with a host"
    case .choice(let choices): "one of " + Self.list(choices)
    case .record(let parts): "a mapping of " + Self.list(parts.map(\.name))
    case .table(let parts): "a mapping of names to mappings of " + Self.list(parts.map(\.name))
    }
  }

  /// A value of it with its unit, harmless to show: `$30`, `30 s`, `60/min`. What is empty on purpose is what holds then.
  package func shownWithUnit(_ value: FieldValue) -> String {
    if value == .null { return standard.map { "\(shownWithUnit($0)) by default" } ?? "not set" }
    guard let unit, value.number != nil else { return value.shown }
    let shown = ShownText.name(unit)
    if unit == "$" { return value.shown.hasPrefix("-") ? "-$" + value.shown.dropFirst() : "$" + value.shown }
    return value.shown + (unit.hasPrefix("/") || unit == "%" ? "" : " ") + shown
  }

  private func words(of range: NumberRange) -> String {
    let bounds = range.inWords
    return bounds.isEmpty ? "" : bounds + unitInWords
  }

  /// Its unit to stand behind a number, with a blank before it; empty without one.
  var unitInWords: String {
    switch unit {
    case nil, "": ""
    case "$": " dollars"
    case "/min": " a minute"
    case let unit?: " " + ShownText.name(unit)
    }
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(20).map(ShownText.name).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
  }
}

extension NumberRange {
  /// The bounds, to stand behind "a number", with a blank before them; empty without any.
  var inWords: String {
    switch (minimum.map(FieldValue.shortest), maximum.map(FieldValue.shortest)) {
    case (nil, nil): ""
    case (let minimum?, nil): excludesMinimum ? " above \(minimum)" : " of at least \(minimum)"
    case (nil, let maximum?): excludesMaximum ? " below \(maximum)" : " of at most \(maximum)"
    case (let minimum?, let maximum?):
      switch (excludesMinimum, excludesMaximum) {
      case (false, false): " from \(minimum) to \(maximum)"
      case (true, false): " above \(minimum) and up to \(maximum)"
      case (false, true): " from \(minimum) to below \(maximum)"
      case (true, true): " above \(minimum) and below \(maximum)"
      }
    }
  }
}
