import Events
import PlainText

/// A body that the settings word themselves: text with `{{ name }}` where values go (article Alert channels, Templates).
///
///     MessageTemplate(#"{"title": "{{ title }}", "level": "{{ severity }}"}"#)
package struct MessageTemplate: Sendable, Equatable {
  /// A value that a template can name. Where a message tells of several alerts, those of one alert are those of the alert
  /// that matters most.
  package enum Name: String, Sendable, CaseIterable {
    case rule, wrapper, severity, state, why, since, value, threshold, metric, id, host, channel, count, title, message
    case time
  }

  /// How values are escaped.
  package enum Escaping: Sendable, Equatable {
    /// For within the quotes of a JSON text.
    case json
    /// For within the value of a field of a form.
    case form
    /// For text and attributes of XML and HTML.
    case markup
    /// Not at all; what could do harm in a terminal is replaced.
    case plain

    /// That of a Content-Type.
    package init(contentType: String) {
      let type = contentType.prefix { $0 != ";" }.lowercased()
      self =
        if type.contains("json") {
          .json
        } else if type.contains("x-www-form-urlencoded") {
          .form
        } else if type.contains("xml") || type.contains("html") {
          .markup
        } else {
          .plain
        }
    }
  }

  private enum Part: Sendable, Equatable {
    case text(String)
    case value(Name)
  }

  private var parts: [Part] = []
  /// What is wrong with it, in words; it cannot be used unless this is empty.
  package private(set) var faults: [String] = []

  package init(_ text: String) {
    var rest = text[...]
    while let opening = rest.firstRange(of: "{{") {
      parts.append(.text(String(rest[..<opening.lowerBound])))
      rest = rest[opening.upperBound...]
      guard let closing = rest.firstRange(of: "}}") else {
        faults.append("{{ is not followed by }}")
        return
      }
      let word = rest[..<closing.lowerBound].trimming(while: { $0 == " " })
      rest = rest[closing.upperBound...]
      if let name = Name(rawValue: String(word)) {
        parts.append(.value(name))
      } else {
        faults.append(Self.fault(of: String(word)))
      }
    }
    parts.append(.text(String(rest)))
  }

  private static func fault(of word: String) -> String {
    let names = Name.allCases.map(\.rawValue)
    let isName = word.utf8.count <= 32 && word.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    guard isName, !word.isEmpty else { return "there is no name of a value within {{ }}" }
    let near = NearestName.of(word, among: names).map { "; did you mean \($0)?" }
    return "{{ \(word) }} is no value of a message" + (near ?? "; there are \(names.joined(separator: ", "))")
  }

  /// The body for a message.
  func body(for message: AlertMessage, escaping: Escaping) -> [UInt8] {
    var body: [UInt8] = []
    for part in parts {
      switch part {
      case .text(let text): body += text.utf8
      case .value(let name): escaping.append(message.value(of: name), to: &body)
      }
    }
    return body
  }
}

extension MessageTemplate.Escaping {
  fileprivate func append(_ text: String, to bytes: inout [UInt8]) {
    switch self {
    case .json:
      JSONText.appendContent(of: text, escaping: .harmful, to: &bytes)
    case .form:
      for byte in text.utf8 {
        switch byte {
        case 48...57, 65...90, 97...122, 45, 46, 95, 126: bytes.append(byte)
        default: bytes += "%\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))".utf8
        }
      }
    case .markup:
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "&"): bytes += "&amp;".utf8
        case UInt8(ascii: "<"): bytes += "&lt;".utf8
        case UInt8(ascii: ">"): bytes += "&gt;".utf8
        case UInt8(ascii: "\""): bytes += "&quot;".utf8
        case UInt8(ascii: "'"): bytes += "&#39;".utf8
        default: bytes.append(byte)
        }
      }
    case .plain: bytes += text.utf8
    }
  }
}

extension AlertMessage {
  private static let longestText = 16_000

  /// What stands for a name in a template. Nothing in it could do harm in a terminal but line feeds.
  fileprivate func value(of name: MessageTemplate.Name) -> String {
    guard let entry = ordered.first else { return "" }
    let alert = entry.alert
    return switch name {
    case .rule: alert.rule.withoutHarm
    case .wrapper: alert.subject.name.withoutHarm
    case .severity: alert.severity.rawValue
    case .state: entry.news.isFiring ? "firing" : entry.news.rawValue
    case .why: entry.why
    case .since: alert.since.description
    case .value: AlertDocument.number(alert.reading.value)
    case .threshold: AlertDocument.number(alert.reading.threshold)
    case .metric: alert.reading.metric.withoutHarm
    case .id: alert.id
    case .host: host.withoutHarm
    case .channel: channel.withoutHarm
    case .count: String(entries.count)
    case .title: title
    case .message: text(limit: Self.longestText)
    case .time: at.description
    }
  }
}

extension StringProtocol {
  /// What is left without those at both ends.
  func trimming(while isDropped: (Character) -> Bool) -> SubSequence {
    var rest = drop(while: isDropped)
    while let last = rest.last, isDropped(last) { rest.removeLast() }
    return rest
  }
}
