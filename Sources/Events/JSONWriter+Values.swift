import PlainText

/// Instants and amounts of money in JSON.
extension JSONWriter {
  /// Writes RFC 3339 text in UTC with six fractional digits.
  package mutating func value(_ value: Timestamp) { time(microseconds: value.microseconds) }

  /// Writes the exact amount in dollars as decimal text.
  package mutating func value(_ value: Money) { plainText { $0.append(value) } }

  package mutating func field(_ key: String, _ value: Timestamp?) {
    self.key(key)
    if let value { self.value(value) } else { null() }
  }

  package mutating func field(_ key: String, _ value: Money?) {
    self.key(key)
    if let value { self.value(value) } else { null() }
  }
}

extension [UInt8] {
  /// Appends what `Money.description` says: exports write tens of millions of amounts.
  package mutating func append(_ money: Money) {
    guard let nanodollars = UInt64(exactly: money.nanodollars) else {
      append(contentsOf: money.description.utf8)
      return
    }
    append(decimal: nanodollars / 1_000_000_000)
    let fraction = nanodollars % 1_000_000_000
    guard fraction > 0 else { return }
    append(UInt8(ascii: "."))
    append(decimal: fraction, width: 9)
    while last == UInt8(ascii: "0") { removeLast() }
  }
}
