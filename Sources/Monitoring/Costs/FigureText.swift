import Events
import PlainText

/// Figures as the texts of recommendations tell them, rounded for reading.
enum FigureText {
  /// `$1,234.50`; below a dollar, three significant digits: `$0.00425`. `~` stands before an amount that may hold estimates, `>=`
  /// before one from which the cost of unpriced tokens is missing.
  static func money(_ money: Money, in sums: CostSums.WrapperSums) -> String {
    sums.all.basic.costs.certainty.mark(self.money(money))
  }

  /// The same for an amount of which no more is known.
  static func money(_ money: Money) -> String {
    NumberFormat.fullDollars(nanodollars: money.nanodollars)
  }

  /// A share in percent with at most one decimal: `71.4 %`.
  static func percent(_ part: Int128, of whole: Int128) -> String {
    guard whole > 0 else { return "0 %" }
    // A share of two amounts needs no more than a double tells.
    let tenths = (Double(part) / Double(whole) * 1000).rounded()
    let clamped = UInt128(min(max(tenths, 0), 1e15))
    let (percent, rest) = clamped.quotientAndRemainder(dividingBy: 10)
    return NumberFormat.grouped(percent) + (rest > 0 ? ".\(rest)" : "") + " %"
  }

  /// `12,345`.
  static func count(_ count: UInt64) -> String { NumberFormat.grouped(count) }

  /// A number of billionths, rounded to so many decimals, without trailing zeroes.
  static func decimal(_ billionths: Int128, digits: Int) -> String {
    let unit = (0..<(9 - digits)).reduce(UInt128(1)) { power, _ in power * 10 }
    let rounded = (billionths.magnitude + unit / 2) / unit * unit
    return Money(nanodollars: billionths < 0 ? -Int128(rounded) : Int128(rounded)).description
  }

  /// A time of day in a zone, `17:40 CET`; with the date if it is on another day than `now`.
  static func instant(_ instant: Timestamp, seenFrom now: Timestamp, in zone: ZoneRules) -> String {
    let local = zone.localTime(at: instant).description
    let time = local.dropFirst(11).prefix(5) + " " + zone.offset(at: instant).abbreviation
    return zone.date(at: instant) == zone.date(at: now) ? String(time) : "\(zone.date(at: instant)) \(time)"
  }
}
