// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore

/// What somebody typed of a moment of truth.
struct TypedObservation {
  /// The texts by field.
  var texts: [(path: FieldPath, text: String)] = []

  /// Why there is no value.
  var absent: AbsentReason?

  /// Which of the visit's moments of the interaction it is, from 1.
  var occurrence = 1

  /// Whether nothing was said.
  var isEmpty: Bool { texts.isEmpty && absent == nil }
}

/// What became of an observation.
struct Observed {
  /// The observation as it is now.
  let observation: Observation

  /// What was observed.
  let interaction: Interaction

  /// The code of the visit's wave.
  let wave: String?

  /// Whether anything was new.
  let isChanged: Bool

  /// The observation as a visit shows it.
  var line: ObservationLine {
    ObservationLine(observation: observation, interaction: interaction, wave: wave)
  }

  /// Whether the answer lies outside the interaction's scale or choices.
  var isOutOfRange: Bool { line.isOutOfRange }

  /// What to tell of an answer that may be wrong; nil where it is within its scale.
  var warning: String? {
    guard isOutOfRange, let value = observation.value?.display else { return nil }
    return "warning: \u{201c}\(value)\u{201d} lies outside what \(interaction.code) takes; "
      + "it is kept, and figures leave it out."
  }
}

extension StoreWriter {
  /// Writes what somebody typed of an interaction on a visit: what differs, and nothing else.
  ///
  /// - Throws: ``Failure`` where a text cannot be read.
  func observe(
    _ code: String,
    on visit: Visit,
    _ typed: TypedObservation
  ) throws -> Observed {
    let program = visit.record.header.scope.program
    let interaction = try reader.definition(Interaction.self, code, in: program)
    let header = visit.observationHeader(of: interaction.code, occurrence: typed.occurrence)
    let now = surroundings.now()
    var puts = [Put("interaction", .text(interaction.code))]
    if typed.occurrence > 1 {
      puts.append(Put("occurrence", .number(ExactNumber(typed.occurrence))))
    }
    if let reason = typed.absent {
      puts.append(Put("value", .absent(reason)))
    }
    for (path, text) in typed.texts {
      let value = try reader.typedValue(
        text,
        of: path,
        in: header,
        interaction: interaction.code,
        now: now
      )
      puts.append(Put(path, value))
    }
    let isChanged = try putWhatIsSaid(puts, into: header)
    guard let record = try reader.record(header.id) else {
      throw StoreError.missing("The observation is no longer here.")
    }
    return Observed(
      observation: Observation(record),
      interaction: interaction,
      wave: visit.wave,
      isChanged: isChanged
    )
  }

  /// Writes what differs; emptying a field in which nothing stands is no change.
  func putWhatIsSaid(_ puts: [Put], into header: RecordHeader) throws -> Bool {
    let record = try reader.record(header.id)
    return try put(
      puts.filter { $0.value != .null || record?.value(of: $0.path) != nil },
      into: header
    )
  }
}
