import CNcurses
import Canvas

/// What the terminfo entry in use says that keys send. Terminals of today need none of it; it is for those that send
/// something of their own.
enum TerminfoKeys {
  private static let capabilities: [(String, Key)] =
    [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("kpp", .pageUp), ("knp", .pageDown),
      ("khome", .home), ("kend", .end), ("kich1", .insert), ("kdch1", .delete), ("kcbt", .backTab), ("kent", .enter),
      ("kri", Key(.up, .shift)), ("kind", Key(.down, .shift)), ("kLFT", Key(.left, .shift)),
      ("kRIT", Key(.right, .shift)), ("kHOM", Key(.home, .shift)), ("kEND", Key(.end, .shift)),
      ("kLFT3", Key(.left, .alt)), ("kRIT3", Key(.right, .alt)), ("kLFT5", Key(.left, .control)),
      ("kRIT5", Key(.right, .control)), ("kLFT6", Key(.left, [.control, .shift])),
      ("kRIT6", Key(.right, [.control, .shift])), ("kDC5", Key(.delete, .control)),
    ] + (1...12).map { ("kf\($0)", .function($0)) }

  /// The sequences that begin with ESC and that a decoder would not understand without.
  static func sequences() -> [[UInt8]: Key] {
    var sequences: [[UInt8]: Key] = [:]
    for (capability, key) in capabilities {
      guard let text = screen_key(capability) else { continue }
      let bytes = Array(String(cString: text).utf8)
      guard bytes.count > 1, bytes[0] == 0x1B else { continue }
      var decoder = KeyDecoder()
      var known: [KeyDecoder.Input] = []
      decoder.push(bytes) { known.append($0) }
      if known != [.key(key)] { sequences[bytes] = key }
    }
    return sequences
  }
}
