// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Insight

/// Groups of visits by how large an attribute's number is, such as the age of who played the
/// customer.
struct Band: ExpressibleByArgument {
  /// The name under which reports group by it.
  let name: Label

  /// The attribute whose numbers are grouped.
  let attribute: Label
  private let bounds: [Double]

  /// Reads `age=Age:0,18,35,55`: a name, an attribute, and where each band begins.
  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, let colon = parts[1].lastIndex(of: ":"), colon > parts[1].startIndex
    else { return nil }
    let typed = parts[1][colon...].dropFirst().split(separator: ",")
    bounds = typed.compactMap { Double($0) }.filter(\.isFinite)
    guard !bounds.isEmpty, bounds.count == typed.count,
      zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 })
    else { return nil }
    name = Label(String(parts[0]))
    attribute = Label(String(parts[1][..<colon]))
  }

  /// Says in a visit's attributes which band it lies in; nothing where there is no number.
  func mark(_ visit: inout VisitContext) {
    guard let number = visit.attributes[attribute].flatMap({ Double($0.text) }), number.isFinite
    else { return }
    visit.attributes[name] = label(of: bounds.lastIndex { $0 <= number })
  }

  /// `18-34` where all bounds are whole, else `0.5 to 1.5`; `55+` for the last one.
  private func label(of place: Int?) -> Label {
    func text(_ bound: Double) -> String { Answer.number(bound).display }
    guard let place else { return Label("under \(text(bounds[0]))") }
    guard place + 1 < bounds.count else { return Label("\(text(bounds[place]))+") }
    let isWhole = bounds.allSatisfy { $0 == $0.rounded() }
    let (low, high) = (bounds[place], bounds[place + 1])
    return Label(isWhole ? "\(text(low))-\(text(high - 1))" : "\(text(low)) to \(text(high))")
  }
}
