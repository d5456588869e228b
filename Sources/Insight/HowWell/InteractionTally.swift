// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// How many moments left which impression.
package struct Impressions: Equatable, Sendable {
  /// Moments of misery.
  package private(set) var misery = 0

  /// Moments that left nobody better or worse off.
  package private(set) var neutral = 0

  /// Moments of magic.
  package private(set) var magic = 0

  /// Nothing yet.
  package init() {}

  /// Counts an impression.
  package mutating func add(_ verdict: Verdict) {
    if verdict.degree < 0 {
      misery += 1
    } else if verdict.degree > 0 {
      magic += 1
    } else {
      neutral += 1
    }
  }

  /// Adds other moments.
  package mutating func add(_ other: Impressions) {
    misery += other.misery
    neutral += other.neutral
    magic += other.magic
  }

  /// Moments that left any impression.
  package var n: Int { misery + neutral + magic }

  /// The share of misery, 0…1; nil where there is no impression.
  package var miseryRate: Double? { n > 0 ? Double(misery) / Double(n) : nil }

  /// The share of magic, 0…1; nil where there is no impression.
  package var magicRate: Double? { n > 0 ? Double(magic) / Double(n) : nil }

  /// The share of magic less that of misery, −1…1; nil where there is no impression.
  package var net: Double? { n > 0 ? Double(magic - misery) / Double(n) : nil }

  /// The impressions as named values.
  package var report: ReportValue {
    [
      "n_verdicts": .whole(n), "misery": .whole(misery), "neutral": .whole(neutral),
      "magic": .whole(magic), "misery_rate": .figure(miseryRate),
      "neutral_rate": .figure(n > 0 ? Double(neutral) / Double(n) : nil),
      "magic_rate": .figure(magicRate), "net": .figure(net),
      "misery_interval": .interval(.share(misery, of: n)),
    ]
  }
}

/// The moments of one interaction, counted one by one.
struct InteractionTally: Sendable {
  /// Values by the scale they were asked on: a figure over two scales would mean nothing.
  private(set) var scaled: [(scale: AnswerScale?, values: Distribution)] = []
  private(set) var choices: [Label: Int] = [:]
  private(set) var impressions = Impressions()
  private(set) var stated = 0
  private(set) var words = 0
  private(set) var absent: [AbsentReason: Int] = [:]
  private(set) var outOfRange = 0
  private(set) var unreadable = 0
  private(set) var unsaid = 0
  private(set) var provisional = 0

  /// Counts the moment at a place, which is looked at where it is: it would take longer to copy
  /// than to count.
  mutating func add(
    _ moments: [Moment],
    at index: Int,
    by rule: AnswerRule,
    in wave: Label?
  ) {
    switch moments[index].answer {
    case .number(let value): add(value, on: rule.scale(in: wave))
    case .yesNo(let answer): add(answer ? 1 : 0, on: rule.scale(in: wave))
    case .choices(let codes):
      words += 1
      for code in codes { choices[code, default: 0] += 1 }
    case .words: words += 1
    case .outOfRange: outOfRange += 1
    case .unreadable: unreadable += 1
    case .absent(let reason): absent[reason, default: 0] += 1
    case .unsaid: unsaid += 1
    }
    if moments[index].isProvisional { provisional += 1 }
    let stated = moments[index].verdict
    if stated != nil { self.stated += 1 }
    guard let verdict = stated ?? rule.verdict(on: moments[index].answer, in: wave) else { return }
    impressions.add(verdict)
  }

  private mutating func add(_ value: Double, on scale: AnswerScale?) {
    let place =
      scaled.indices.first { scaled[$0].scale == scale }
      ?? {
        scaled.append((scale, Distribution()))
        return scaled.endIndex - 1
      }()
    scaled[place].values.add(value)
  }

  mutating func add(_ other: InteractionTally) {
    for (scale, values) in other.scaled {
      if let place = scaled.firstIndex(where: { $0.scale == scale }) {
        scaled[place].values.add(values)
      } else {
        scaled.append((scale, values))
      }
    }
    choices.merge(other.choices, uniquingKeysWith: +)
    absent.merge(other.absent, uniquingKeysWith: +)
    impressions.add(other.impressions)
    stated += other.stated
    words += other.words
    outOfRange += other.outOfRange
    unreadable += other.unreadable
    unsaid += other.unsaid
    provisional += other.provisional
  }

  /// The values on the interaction's own scale; where there are none, those on the scale that most
  /// were asked on.
  func values(of entry: BankEntry) -> (scale: AnswerScale?, values: Distribution) {
    if let own = scaled.first(where: { $0.scale == entry.scale }) { return own }
    let order = scaled.sorted {
      ($0.values.n, $0.scale?.low ?? 0, $0.scale?.high ?? 0)
        > ($1.values.n, $1.scale?.low ?? 0, $1.scale?.high ?? 0)
    }
    return order.first ?? (entry.scale, Distribution())
  }
}
