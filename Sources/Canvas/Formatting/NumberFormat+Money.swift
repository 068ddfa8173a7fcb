extension NumberFormat {
  /// The widest that `dollars` gets for amounts of 0 and more; a negative one takes a column more.
  package static let dollarsWidth = 8

  /// Dollars: `$0.00`, `$0.0042`, `$41.80`, `$1.23k`. An amount that is not zero never reads as zero: `<$0.0001`.
  package static func dollars(nanodollars amount: Int128?) -> String {
    guard let amount else { return missing }
    let size = amount.magnitude
    let sign = amount < 0 ? "-" : ""
    switch size {
    case 0: return "$0.00"
    case ..<100_000: return sign.isEmpty ? "<$0.0001" : ">-$0.0001"
    case ..<999_950_000: return "\(sign)$\(decimal(size, unit: 1_000_000_000, decimals: 4))"
    case ..<999_995_000_000: return "\(sign)$\(decimal(size, unit: 1_000_000_000, decimals: 2))"
    default: break
    }
    var unit: UInt128 = 1_000_000_000_000
    for letter in ["k", "M", "G", "T"] {
      // Three digits, whatever the size; the borders lie where rounding would make a fourth.
      let whole = size / unit
      if size < unit * 10 - unit / 200 { return "\(sign)$\(decimal(size, unit: unit, decimals: 2))\(letter)" }
      if size < unit * 100 - unit / 20 { return "\(sign)$\(decimal(size, unit: unit, decimals: 1))\(letter)" }
      if whole < 1000 { return "\(sign)$\(whole)\(letter)" }
      unit *= 1000
    }
    return sign.isEmpty ? ">$999T" : "<-$999T"
  }

  /// `size` in units with so many decimals, rounded half up.
  private static func decimal(_ size: UInt128, unit: UInt128, decimals: Int) -> String {
    let scale = (0..<decimals).reduce(UInt128(1)) { scale, _ in scale * 10 }
    let scaled = (size * scale + unit / 2) / unit
    return "\(scaled / scale).\(padded(UInt64(truncatingIfNeeded: scaled % scale), to: decimals))"
  }
}
