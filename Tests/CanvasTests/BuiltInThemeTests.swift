import Canvas
import Glibc
import Testing
import Themes

/// The themes that come with the program can be read by everyone.
@Suite struct BuiltInThemeTests {
  @Test func areThereAndNameEveryRole() throws {
    #expect(BuiltInThemes.all.map(\.name) == ["dark", "light", "high-contrast", "mono"])
    for (name, text) in BuiltInThemes.all {
      let theme = try Theme.parse(text, name: name)
      if name != "mono" { #expect(Set(theme.appearances.keys) == Set(Role.allCases)) }
    }
  }

  @Test(arguments: ["dark", "light", "high-contrast"], [ColorDepth.direct, .palette256])
  func hasContrast(name: String, depth: ColorDepth) throws {
    let theme = try theme(name)
    for role in Role.allCases {
      let least = role == .track || role == .border ? 1.5 : name == "high-contrast" ? 7 : 4.5
      #expect(contrast(Style(role), theme, depth) >= least, "\(role) in \(name), \(depth)")
      if role == .track || role == .border { continue }
      #expect(contrast(Style(role, selected: true), theme, depth) >= 4.5, "selected \(role) in \(name), \(depth)")
    }
  }

  @Test(arguments: ["dark", "light", "high-contrast"])
  func tellsHealthyFromCriticalByLightness(name: String) throws {
    let theme = try theme(name)
    let healthy = lightness(theme.appearance(of: Style(.healthy)).foreground, theme.ground.foreground)
    let critical = lightness(theme.appearance(of: Style(.critical)).foreground, theme.ground.foreground)
    #expect(abs(healthy - critical) >= 15, "\(healthy) and \(critical)")
  }

  @Test func needsNoColourInMono() throws {
    let theme = try theme("mono")
    for role in Role.allCases {
      for selected in [false, true] {
        let look = theme.appearance(of: Style(role, selected: selected))
        #expect(look.foreground == .standard && look.background == .standard)
      }
    }
    #expect(theme.appearance(of: Style(.text, selected: true)).emphasis == .reverse)
  }

  private func theme(_ name: String) throws -> Theme {
    let text = try #require(BuiltInThemes.all.first { $0.name == name }?.text)
    return try Theme.parse(text, name: name)
  }

  /// The contrast ratio of WCAG 2 between the two colours of a style.
  private func contrast(_ style: Style, _ theme: Theme, _ depth: ColorDepth) -> Double {
    let look = theme.appearance(of: style, depth: depth)
    let front = luminance(look.foreground, theme.ground.foreground)
    let back = luminance(look.background, theme.ground.background)
    return (max(front, back) + 0.05) / (min(front, back) + 0.05)
  }

  /// L* of CIELAB, 0 to 100.
  private func lightness(_ color: Color, _ standard: Color) -> Double {
    let y = luminance(color, standard)
    return y > 0.008856 ? 116 * cbrt(y) - 16 : 903.3 * y
  }

  private func luminance(_ color: Color, _ standard: Color) -> Double {
    switch color {
    case .standard: return standard == .standard ? 0 : luminance(standard, .standard)
    case .palette(let number): return luminance(Palette.rgb(number), standard)
    case .rgb(let red, let green, let blue):
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }
  }

  private func linear(_ component: UInt8) -> Double {
    let value = Double(component) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }
}
