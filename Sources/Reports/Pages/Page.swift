/// A report as people read it: what is said and shown, in its order, whatever the format.
///
/// Texts are plain. They may have come from outside: it is for the formats to write them so that they do no harm.
struct Page: Sendable, Equatable {
  /// What the report is about.
  var title: String
  /// What it covers, a line each.
  var subtitle: [String] = []
  var sections: [Section] = []

  /// A part of a page under a heading.
  struct Section: Sendable, Equatable {
    var title: String
    var blocks: [Block] = []
    /// What is for those who want to know more: it may be folded.
    var isDetail = false

    init(_ title: String, _ blocks: [Block] = [], isDetail: Bool = false) {
      self.title = title
      self.blocks = blocks
      self.isDetail = isDetail
    }
  }

  /// What a section is made of.
  enum Block: Sendable, Equatable {
    /// A heading within the section; where it is a name, it came from outside.
    case heading(PageText)
    /// One or a few sentences.
    case paragraph(String)
    /// The figures that matter most.
    case figures([KeyFigure])
    case table(PageTable)
    case chart(Chart)
    case cards([Card])
  }

  /// A figure that is seen first.
  struct KeyFigure: Sendable, Equatable {
    /// What it is.
    var label: String
    /// Made of digits, signs and letters of ours alone.
    var value: String
    /// What goes with it, in a few words; empty for nothing.
    var note = ""
    var tone = Tone.plain
  }

  /// Something that calls for attention, with what it rests on.
  struct Card: Sendable, Equatable {
    /// How urgent it is, in a word.
    var badge: PageText
    /// What it is about.
    var title: PageText
    var text: String
    /// Names and values.
    var details: [(name: String, value: String)] = []

    static func == (a: Card, b: Card) -> Bool {
      a.badge == b.badge && a.title == b.title && a.text == b.text
        && a.details.elementsEqual(b.details) { $0.name == $1.name && $0.value == $1.value }
    }
  }
}

/// How good something is. The colour that a format gives it never stands without the word.
enum Tone: String, Sendable {
  case plain, good, warning, serious, bad, muted
}

/// A text in a cell or a heading, and what it is.
struct PageText: Sendable, Equatable {
  enum Kind: Sendable {
    /// Words of ours, in which names from outside may stand.
    case words
    /// A name, as it came from outside.
    case name
    /// A figure with its unit, made of digits, signs and letters of ours alone.
    case figure
    /// A word that says how good something is.
    case status
  }

  var text: String
  var kind: Kind
  var tone = Tone.plain

  static func words(_ text: String, _ tone: Tone = .plain) -> PageText {
    PageText(text: text, kind: .words, tone: tone)
  }
  static func name(_ text: String) -> PageText { PageText(text: text, kind: .name) }
  static func figure(_ text: String, _ tone: Tone = .plain) -> PageText {
    PageText(text: text, kind: .figure, tone: tone)
  }
  static func status(_ text: String, _ tone: Tone) -> PageText { PageText(text: text, kind: .status, tone: tone) }
}

/// Rows of cells under headings.
struct PageTable: Sendable, Equatable {
  /// What the table shows, for those who cannot see where it stands.
  var caption: String
  var columns: [Column]
  /// Rows with a cell for each column; the first names the row.
  var rows: [[PageText]] = []

  struct Column: Sendable, Equatable {
    var title: String
    var isFigures: Bool

    /// A column of words or names.
    static func words(_ title: String) -> Column { Column(title: title, isFigures: false) }
    /// A column of figures, aligned at their ends.
    static func figures(_ title: String) -> Column { Column(title: title, isFigures: true) }
  }
}

/// A way to put a page into bytes: one type, in a file of its own, per format.
///
/// The bytes are UTF-8 and end with a line feed. The same page always gives the same bytes.
protocol PageFormat: Sendable {
  /// Appends the page in this format.
  func write(_ page: Page, to output: inout [UInt8])
}
