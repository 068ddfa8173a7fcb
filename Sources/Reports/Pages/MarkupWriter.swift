/// Writes HTML that is well-formed XML as well, with inline SVG. It is the one place where text becomes markup: whatever is
/// written as text or as the value of an attribute is escaped, and shows nothing but itself.
///
///     var writer = MarkupWriter()
///     writer.element("p", [("class", "note")]) { $0.text("a < b") }
///     writer.bytes  // <p class="note">a &lt; b</p>
struct MarkupWriter {
  /// What was written so far.
  private(set) var bytes: [UInt8]
  private var nextNumber = 0

  /// Names of attributes with their values. Names of elements and attributes are ours, values may have come from outside.
  typealias Attributes = KeyValuePairs<String, String>

  init(appendingTo bytes: consuming [UInt8] = []) { self.bytes = bytes }

  /// Writes an element; `content` writes what is in it.
  mutating func element(_ name: String, _ attributes: Attributes = [:], _ content: (inout MarkupWriter) -> Void) {
    open(name, attributes)
    raw(">")
    content(&self)
    raw("</\(name)>")
  }

  /// Writes an element with a text in it.
  mutating func element(_ name: String, _ attributes: Attributes = [:], text: String) {
    element(name, attributes) { $0.text(text) }
  }

  /// Writes an element that never holds anything.
  mutating func empty(_ name: String, _ attributes: Attributes = [:]) {
    open(name, attributes)
    raw(" />")
  }

  /// Writes a text that may have come from outside.
  mutating func text(_ text: String) {
    for byte in VisibleText.of(text).utf8 {
      switch byte {
      case UInt8(ascii: "&"): raw("&amp;")
      case UInt8(ascii: "<"): raw("&lt;")
      case UInt8(ascii: ">"): raw("&gt;")
      case UInt8(ascii: "\""): raw("&quot;")
      case UInt8(ascii: "'"): raw("&#39;")
      default: bytes.append(byte)
      }
    }
  }

  /// Begins a new line, so that the file can be read and compared.
  mutating func line() { raw("\n") }

  /// Writes markup of ours as it is.
  mutating func raw(_ markup: StaticString) {
    markup.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// A name that no other element of the document has.
  mutating func newIdentifier() -> String {
    nextNumber += 1
    return "part-\(nextNumber)"
  }

  private mutating func raw(_ markup: String) { bytes.append(contentsOf: markup.utf8) }

  private mutating func open(_ name: String, _ attributes: Attributes) {
    raw("<\(name)")
    for (key, value) in attributes {
      raw(" \(key)=\"")
      text(value)
      raw("\"")
    }
  }
}

extension MarkupWriter {
  /// Writes a chart of that height in pixels, as wide as there is room, with its words for those who do not see it.
  mutating func graphic(_ chart: Chart, height: Int, _ content: (inout MarkupWriter) -> Void) {
    let (title, description) = (newIdentifier(), newIdentifier())
    element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "role": "img", "width": "100%", "height": "\(height)",
        "aria-labelledby": "\(title) \(description)",
      ]
    ) { svg in
      svg.element("title", ["id": title], text: chart.title)
      svg.element("desc", ["id": description], text: chart.summary)
      content(&svg)
    }
    line()
  }
}

/// A share of a width as an attribute has it: `12.5%`.
func percentage(_ share: Double) -> String { coordinate(share * 100) + "%" }

/// A number as an attribute has it: at most two decimals, without those that are zero.
func coordinate(_ value: Double) -> String {
  let hundredths = (min(max(value, -1e6), 1e6) * 100).rounded()
  guard hundredths.isFinite else { return "0" }
  let number = Int(hundredths)
  let (whole, rest) = number.magnitude.quotientAndRemainder(dividingBy: 100)
  var text = (number < 0 ? "-" : "") + String(whole)
  if rest > 0 { text += rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)" }
  return text
}
