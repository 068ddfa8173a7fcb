/// The themes that come with the program, as texts in the format of `Theme.parse`.
package enum BuiltInThemes {
  /// Name and text of each; the first is the default.
  package static let all: [(name: String, text: String)] = [
    ("dark", decode(PackageResources.dark_theme)),
    ("light", decode(PackageResources.light_theme)),
    ("high-contrast", decode(PackageResources.high_contrast_theme)),
    ("mono", decode(PackageResources.mono_theme)),
  ]

  private static func decode(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
