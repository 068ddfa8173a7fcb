import Configuration

/// A number that is typed, or stepped through its range.
///
/// What is typed may leave the range: the checks of the form say so. Steps never lead out of it.
package struct NumberEditor: Sendable, Equatable {
  package private(set) var line: LineEditor
  package let range: NumberRange
  /// How far a step goes; above 0.
  package let step: Double
  package let isInteger: Bool
  // The digits behind the point that the last typed text has if it ends in noughts: as many stay while stepping.
  private var decimals: Int

  /// How many steps a page is.
  package static let page = 10

  /// - Parameters:
  ///   - text: the value so far; it need not be a number, and is empty if there is none.
  ///   - step: above 0; whole for whole numbers, for which less than 1 counts as 1.
  package init(_ text: String, range: NumberRange = NumberRange(), step: Double = 1, isInteger: Bool = false) {
    line = LineEditor(text, limit: LineEditor.shortLimit)
    self.range = range
    self.step = isInteger ? max(1, step.rounded()) : step
    self.isInteger = isInteger
    decimals = Self.decimals(of: text)
  }

  package var text: String { line.text }
  package var isEdited: Bool { line.isEdited }
  /// The number that the text is; nil if it is none.
  package var value: Double? {
    guard Self.mayBecomeNumber(text), let value = Double(text), value.isFinite else { return nil }
    return value
  }
  /// The text is a number that the field may have.
  package var isInRange: Bool { value.map(range.contains) ?? false }

  /// Makes a change. False if it cannot be made: no number has such a character there, or there is nothing to undo.
  package mutating func apply(_ edit: Edit) -> Bool {
    guard case .insert(let inserted) = edit else {
      let before = text
      defer { if text != before { decimals = Self.decimals(of: text) } }
      return line.apply(edit)
    }
    if let next = line(inserting: inserted) {
      line = next
      decimals = Self.decimals(of: text)
      return true
    }
    switch inserted {
    case "+": step(by: 1)
    case "-": step(by: -1)
    default: return false
    }
    return true
  }

  /// Goes so many steps up, or down if negative; at the end of the range it stays there. From a text that is no number
  /// it goes to the number of the range that is nearest to 0.
  package mutating func step(by count: Int) {
    if let stepped = stepped(by: count) { show(stepped) }
  }

  /// Steps through the range: up is more, a page is ten steps, first and last are its ends. False if it has no such end.
  package mutating func move(_ movement: Movement) -> Bool {
    switch movement {
    case .up: step(by: 1)
    case .down: step(by: -1)
    case .pageUp: step(by: Self.page)
    case .pageDown: step(by: -Self.page)
    case .first: return go(to: range.minimum)
    case .last: return go(to: range.maximum)
    }
    return true
  }

  private mutating func go(to end: Double?) -> Bool {
    guard let end = end.flatMap({ PlainDecimal($0) }), let step = PlainDecimal(step),
      let target = nearest(to: end, step)
    else { return false }
    show(target)
    return true
  }

  private mutating func show(_ number: PlainDecimal) {
    guard range.contains(number.double) else { return }
    let shown = number.text(decimals: isInteger ? 0 : decimals)
    if shown != text { line.replaceAll(with: shown, .stepping) }
  }

  /// A number as the editor writes it: no exponent, no noughts at its end.
  package static func text(of value: Double) -> String { PlainDecimal(value)?.text() ?? value.description }

  private func stepped(by count: Int) -> PlainDecimal? {
    guard let step = PlainDecimal(step), let way = step.times(count) else { return nil }
    guard var now = PlainDecimal(text) else { return nearest(to: PlainDecimal(digits: 0, decimals: 0), step) }
    if isInteger { now = now.whole }
    guard let target = now.adding(way) else { return nil }
    // A step that a bound cuts short must not lead back from beyond it.
    let isOutward = count > 0 ? range.isAbove(now.double) : range.isBelow(now.double)
    return isOutward ? nearest(to: now, step) : nearest(to: target, step, from: now)
  }

  // The number itself, or the one at the end of the range that it lies beyond. Of an end that is not allowed, the one
  // that is a step before it, or a tenth of a step, and so on; if `from` lies closer, there is none.
  private func nearest(to number: PlainDecimal, _ step: PlainDecimal, from: PlainDecimal? = nil) -> PlainDecimal? {
    let isBelow = range.isBelow(number.double)
    guard isBelow || range.isAbove(number.double) else { return number }
    guard let bound = isBelow ? range.minimum : range.maximum, let end = PlainDecimal(bound) else { return nil }
    if !(isBelow ? range.excludesMinimum : range.excludesMaximum) { return end }
    if let from, range.contains(from.double) { return nil }
    var inward = isBelow ? step : step.times(-1)
    for _ in 0..<6 {
      if let inward, let inside = end.adding(inward), range.contains(inside.double) { return inside }
      inward = inward?.tenth
    }
    return nil
  }

  // MARK: - Typing

  // The line with a text typed into it; nil if that cannot become a number.
  private func line(inserting inserted: String) -> LineEditor? {
    let typed = String(inserted.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    guard !typed.isEmpty, typed.utf8.allSatisfy(isOfNumber) else { return nil }
    var next = line
    guard next.apply(.insert(typed)), isAllowed(next.text) || !isAllowed(line.text) else { return nil }
    return next
  }

  private func isOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
    case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"): !isInteger
    default: false
    }
  }

  private func isAllowed(_ text: String) -> Bool {
    Self.mayBecomeNumber(text) && ((range.minimum ?? -1) < 0 || !text.hasPrefix("-"))
  }

  // True for a number, and for what may become one when more is typed: `-`, `.5`, `1e-`, nothing.
  private static func mayBecomeNumber(_ text: String) -> Bool {
    var rest = text.utf8[...]
    func skip(_ isSkipped: (UInt8) -> Bool) { rest = rest.drop(while: isSkipped) }
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    skip(isDigit)
    if rest.first == UInt8(ascii: ".") { rest.removeFirst() }
    skip(isDigit)
    guard let mark = rest.first else { return true }
    guard mark | 0x20 == UInt8(ascii: "e") else { return false }
    rest.removeFirst()
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    skip(isDigit)
    return rest.isEmpty
  }

  private static func decimals(of text: String) -> Int {
    text.last == "0" && text.contains(".") ? PlainDecimal(text)?.decimals ?? 0 : 0
  }
}

extension NumberRange {
  fileprivate func isBelow(_ number: Double) -> Bool {
    minimum.map { excludesMinimum ? number <= $0 : number < $0 } ?? false
  }

  fileprivate func isAbove(_ number: Double) -> Bool {
    maximum.map { excludesMaximum ? number >= $0 : number > $0 } ?? false
  }
}
