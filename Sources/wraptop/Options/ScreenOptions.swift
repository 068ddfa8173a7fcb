import ArgumentParser
import Canvas
import Foundation
import SystemFiles
import Terminal
import Themes

extension GlyphSet {
  /// What a kind of terminal with Unicode can be trusted with.
  init(term: String) { self = term == "linux" || term.hasPrefix("linux-") ? .console : .braille }

  /// What lines of text can be drawn with on the terminal of the environment.
  static var ofEnvironment: GlyphSet {
    TerminalLocale.isUnicode ? GlyphSet(term: ProcessInfo.processInfo.environment["TERM"] ?? "") : .ascii
  }
}

/// How the screen looks.
struct ScreenOptions: ParsableArguments, Sendable {
  @Option(
    name: .long,
    help: ArgumentHelp("A built-in theme (see `wraptop themes`), or a theme file.", valueName: "theme"))
  var theme: String?

  @Option(name: .long, help: "The colors to use: auto (the default), direct, 256, 16, or mono.")
  var color: ColorChoice?

  @Option(
    name: .long, help: "The characters to draw bars and charts with: auto (the default), braille, block, or ascii.")
  var glyphs: GlyphChoice?

  enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, direct
    case palette256 = "256"
    case palette16 = "16"
    case mono
  }

  enum GlyphChoice: String, ExpressibleByArgument, CaseIterable { case auto, braille, block, ascii }

  /// What the terminal is asked for.
  func terminalOptions(environment: [String: String]) -> TerminalOptions {
    let depth: ColorDepth? =
      switch color {
      case .auto, nil: nil
      case .direct: .direct
      case .palette256: .palette256
      case .palette16: .palette16
      case .mono: .mono
      }
    return TerminalOptions(environment: environment, color: depth)
  }

  /// All themes to choose from, the wanted one first.
  func themes() throws -> [Theme] {
    var themes = try BuiltInThemes.all.map { try Theme.parse($0.text, name: $0.name) }
    guard let wanted = theme else { return themes }
    if let at = themes.firstIndex(where: { $0.name == wanted }) {
      let first = themes.remove(at: at)
      return [first] + themes
    }
    guard wanted.contains("/") || wanted.hasSuffix(".theme"), let data = FileManager.default.contents(atPath: wanted)
    else {
      throw Failure.usage(
        "--theme \(wanted): no such theme or file; built in are \(themes.map(\.name).joined(separator: ", "))")
    }
    do {
      return [try Theme.parse(String(decoding: data, as: UTF8.self), name: wanted)] + themes
    } catch {
      throw Failure("--theme \(wanted): \(error)", status: .configuration)
    }
  }

  /// What to draw with, on a terminal that can show Unicode or not.
  ///
  /// - Parameter term: the kind of terminal: the Linux console has a font of its own.
  func glyphSet(isUnicode: Bool, term: String) -> GlyphSet {
    guard isUnicode else { return .ascii }
    return switch glyphs {
    case .auto, nil: GlyphSet(term: term)
    case .braille: .braille
    case .block: .block
    case .ascii: .ascii
    }
  }
}
