// SPDX-License-Identifier: Apache-2.0

/// What commands tried to enter, in order, and whether they said that it was on disk.
struct Entries {
  /// A place that takes one value at a time.
  struct Place: Hashable {
    /// The visit's code.
    let visit: String

    /// The interaction's code; empty for the coordinator's note on the visit.
    let interaction: String
  }

  /// One attempt to enter a value.
  struct Attempt {
    /// The value: no other attempt has the same.
    let value: String

    /// Whether a command said that it is on disk; else it was killed before it could say so.
    let isConfirmed: Bool
  }

  /// Values by place.
  private(set) var values: [Place: [Attempt]] = [:]

  /// Visits that were begun, and whether a command said so.
  private(set) var visits: [String: Bool] = [:]

  /// Notes an attempt to begin a visit.
  mutating func note(visit: String, isConfirmed: Bool) {
    visits[visit] = isConfirmed
  }

  /// Notes an attempt to enter a value.
  mutating func note(_ value: String, at place: Place, isConfirmed: Bool) {
    values[place, default: []].append(Attempt(value: value, isConfirmed: isConfirmed))
  }

  /// How many attempts were confirmed.
  var confirmed: Int {
    visits.values.count { $0 } + values.values.reduce(0) { $0 + $1.count(where: \.isConfirmed) }
  }

  /// How many attempts were killed before they could say whether they had written.
  var open: Int {
    visits.values.count { !$0 } + values.values.reduce(0) { $0 + $1.count { !$0.isConfirmed } }
  }
}

/// What came of the entries at the coordinator.
struct Merged {
  /// How often each visit is in the dataset, by its code.
  var visits: [String: Int] = [:]

  /// The values in the dataset, by place: one each, or something is there twice.
  var values: [Entries.Place: [String]] = [:]

  /// How often each value was ever written, by the histories.
  var writes: [String: Int] = [:]
}

/// What was lost of the entries, and what is there twice.
struct Damage {
  /// What was confirmed and is not there, or was overwritten by something older.
  private(set) var lost: [String] = []

  /// What is there twice.
  private(set) var duplicated: [String] = []

  /// Holds what was entered against what came of it.
  init(_ entries: Entries, _ merged: Merged) {
    for (visit, isConfirmed) in entries.visits {
      let count = merged.visits[visit] ?? 0
      if isConfirmed, count == 0 { lost.append("visit \(visit)") }
      if count > 1 { duplicated.append("visit \(visit)") }
    }
    for (place, attempts) in entries.values {
      compare(attempts, with: merged.values[place] ?? [], at: place)
      for attempt in attempts {
        let count = merged.writes[attempt.value] ?? 0
        if attempt.isConfirmed, count == 0 { lost.append("\(attempt.value) in the history") }
        if count > 1 { duplicated.append("\(attempt.value) in the history") }
      }
    }
  }

  private mutating func compare(
    _ attempts: [Entries.Attempt],
    with found: [String],
    at place: Entries.Place
  ) {
    let name = "\(place.visit) \(place.interaction.isEmpty ? "note" : place.interaction)"
    if found.count > 1 { duplicated.append(name) }
    let last = attempts.lastIndex(where: \.isConfirmed)
    // What was written after the last confirmed value, and killed before it could say so, may
    // stand as well as that value.
    let allowed = attempts[(last ?? 0)...].map(\.value)
    if let value = found.first {
      if !allowed.contains(value) { lost.append("\(name): \(value) stands, which is older") }
    } else if last != nil {
      lost.append(name)
    }
  }
}
