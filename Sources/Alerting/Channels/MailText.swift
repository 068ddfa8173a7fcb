import Events
import PlainText

/// A whole mail for a message (RFC 5322): header and plain text.
struct MailText {
  private static let longestSubject = 200
  private static let longestText = 60_000
  private static let mostReferences = 20

  let message: AlertMessage
  let from: MailAddress
  let to: [MailAddress]

  /// The mail, lines ending with CR LF.
  var bytes: [UInt8] {
    var lines = [
      "Date: \(Self.date(message.at))",
      "From: \(from.headerText)",
      "To: " + to.map(\.headerText).joined(separator: ",\r\n "),
      "Subject: " + HeaderText.encoded(("[wraptop] " + message.title).cut(to: Self.longestSubject), separator: "\r\n "),
      "Message-ID: <\(identifier)>",
    ]
    let threads = threads
    if let first = threads.first {
      lines.append("In-Reply-To: \(first)")
      lines.append("References: " + threads.joined(separator: "\r\n "))
    }
    lines += [
      "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable",
      // Nobody's holiday notice has to answer.
      "Auto-Submitted: auto-generated", "",
    ]
    var bytes = Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    QuotedPrintable.append(text, to: &bytes)
    return bytes
  }

  private var text: String {
    var text = message.text(limit: Self.longestText).split(separator: "\n").joined(separator: "\n\n")
    text += "\n\n-- \nwraptop on \(message.host.withoutHarm), channel \(message.channel.withoutHarm)"
    return text
  }

  /// The same whenever the message is sent again, so that a mailbox that gets it twice can tell.
  private var identifier: String {
    let first = message.entries.first
    return "\(Self.word(first?.alert.id ?? "")).\(first?.news.rawValue ?? "").\(message.entries.count)."
      + "\(message.at.microseconds).\(Self.word(message.channel))@\(domain)"
  }

  /// A thread for each alert: it begins with a mail that was never sent, so that all that were are answers to it.
  private var threads: [String] {
    var threads: [String] = []
    for entry in message.entries.prefix(Self.mostReferences) {
      let thread = "<\(Self.word(entry.alert.id))@\(domain)>"
      if !threads.contains(thread) { threads.append(thread) }
    }
    return threads
  }

  private var domain: String { "\(Self.word(message.host)).wraptop" }

  /// A text with letters, digits and hyphens only, and at least one of them.
  private static func word(_ text: String) -> String {
    let word = String(
      text.unicodeScalars.prefix(64).map { scalar -> Character in
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
          ? Character(scalar) : "-"
      })
    return word.isEmpty ? "-" : word
  }

  /// A time as mail has it: `Mon, 30 Nov 2026 20:00:16 +0000`.
  static func date(_ time: Timestamp) -> String {
    let start = time.startOfDay.seconds
    let date = CivilDate(daysSinceEpoch: start / 86_400)
    // The first day of the epoch was a Thursday.
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(((start / 86_400) % 7 + 7) % 7)]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return "\(weekday), \(date.day) \(months[date.month - 1]) \(date.year) \(time.clock) +0000"
  }
}

/// Text in lines of 76 characters of ASCII at most (RFC 2045).
enum QuotedPrintable {
  private static let longestLine = 75
  private static let digits = Array("0123456789ABCDEF".utf8)

  static func append(_ text: String, to bytes: inout [UInt8]) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      append(line: Array(line.utf8), to: &bytes)
      bytes += "\r\n".utf8
    }
  }

  private static func append(line: [UInt8], to bytes: inout [UInt8]) {
    var column = 0
    for (index, byte) in line.enumerated() {
      let isBlankAtEnd = byte == 0x20 && index == line.count - 1
      let isPlain = byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "=") && !isBlankAtEnd
      if column + (isPlain ? 1 : 3) > longestLine {
        bytes += "=\r\n".utf8
        column = 0
      }
      if isPlain {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
      column += isPlain ? 1 : 3
    }
  }
}
