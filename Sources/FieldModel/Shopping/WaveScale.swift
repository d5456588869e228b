// SPDX-License-Identifier: Apache-2.0

/// The scale that a wave was asked on, where it was another than the interaction's own.
///
/// It is a free attribute of the interaction, called `scale:` and the wave's code; its value is the
/// two ends, such as `1-10`.
public struct WaveScale: Sendable {
  /// The wave's code.
  public let wave: String

  /// The lowest answer.
  public let low: ExactNumber

  /// The highest answer, above the lowest.
  public let high: ExactNumber

  private static let prefix = "scale:"

  /// Reads two ends with a dash between, such as `1-5`, `-2-2` or `1–10`.
  ///
  /// Nil for anything else, and where the first is not below the second.
  public init?(wave: String, _ text: String) {
    // What is typed as a hyphen or a minus sign is often made a dash, and the other way round.
    let dashes: Set<Character> = ["\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2212}"]
    let typed = text.map { dashes.contains($0) ? "-" : $0 }.drop { $0.isWhitespace }
    guard let dash = typed.dropFirst().firstIndex(of: "-"),
      let low = WaveScale.end(typed[..<dash]), let high = WaveScale.end(typed[(dash + 1)...]),
      low < high
    else { return nil }
    self.wave = wave
    self.low = low
    self.high = high
  }

  /// The wave whose scale an attribute says; nil for all other attributes.
  public static func wave(ofAttribute name: String) -> String? {
    name.following(prefix)
  }

  /// The field of an interaction that says a wave's scale.
  static func path(of wave: String) -> FieldPath {
    FieldPath(FieldSchema.attributePrefix + prefix + wave)
  }

  private static func end(_ letters: ArraySlice<Character>) -> ExactNumber? {
    let blank = { (letter: Character) in letter.isWhitespace }
    return ExactNumber(String(letters.drop(while: blank).reversed().drop(while: blank).reversed()))
  }
}

extension Interaction {
  /// The scales that waves were asked on, where they were others than its own.
  public var scales: [WaveScale] {
    attributes.compactMap { name, value in
      WaveScale.wave(ofAttribute: name).flatMap { WaveScale(wave: $0, value.display) }
    }
  }

  /// The scale that a wave was asked on; nil where it was the interaction's own.
  public func scale(in wave: String) -> WaveScale? {
    record.value(of: WaveScale.path(of: wave)).flatMap { WaveScale(wave: wave, $0.display) }
  }
}
