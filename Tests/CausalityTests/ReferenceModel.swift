// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The executable model of the merge in Python, `causal.py`: the oracle for ours.
///
/// It is not part of the package: where it or Python is absent, tests skip.
enum ReferenceModel {
  /// What a skipped test says.
  static let absence: Comment =
    "the reference model or python3 is absent: set MYSTERY_SHOPPER_MODELS to the model's folder"

  /// Whether the model is there, and Python to run it.
  static var isPresent: Bool {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return FileManager.default.fileExists(atPath: folder + "/causal.py")
      && folders.contains { FileManager.default.isExecutableFile(atPath: $0 + "/python3") }
  }

  /// Plays histories, one a line, and returns what each of their steps came to, a line a step.
  static func play(_ histories: [String]) throws -> [Substring] {
    let python = try ProgramUnderTest(path: "/usr/bin/env")
    let input = histories.joined(separator: "\n")
    let outcome = try python.run(["python3", "-B", "-c", driver, folder], input: input)
    try #require(outcome.status == 0, "\(outcome.error)")
    return outcome.output.split(separator: "\n")
  }

  /// `$MYSTERY_SHOPPER_MODELS`, or `shared/models` beside the package.
  private static var folder: String {
    if let given = ProcessInfo.processInfo.environment["MYSTERY_SHOPPER_MODELS"] { return given }
    var package = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { package.deleteLastPathComponent() }
    return package.appendingPathComponent("shared/models").path
  }

  /// Reads histories as JSON and says each state in the words of `History.line`.
  private static let driver = #"""
    import json, sys
    sys.path.insert(0, sys.argv[1])
    sys.stdin.reconfigure(encoding="utf-8"); sys.stdout.reconfigure(encoding="utf-8")
    from causal import *

    def dots(vector): return ",".join("%d.%d" % d for d in sorted(vector))
    def value(v): return "del(%s)" % dots(v[1]) if isinstance(v, tuple) else v
    def line(outcome, x):
        m, c = x
        fields = ["%s=[%s]" % (k, "|".join("%d.%d:%s" % (*d, value(m[k][d])) for d in sorted(m[k])))
                  for k in sorted(m)]
        gone = is_deleted(x)
        clash = [] if gone else sorted(conflicts(x).items())
        return " ".join([outcome, ";".join(fields), dots(c.items()),
            "deleted" if gone else "disputed" if DEL in m else "alive",
            ",".join("%s*%d" % (k, len(set(v))) for k, v in clash)])

    for text in sys.stdin:
        history = json.loads(text)
        states = [({}, {}) for _ in range(history["replicas"])]
        counters = [0] * history["replicas"]; changes = []
        for act, r, what in history["steps"]:
            outcome = "ok"
            if act == "merge": states[r] = join(states[r], states[what])
            elif act == "deliver": states[r], outcome = apply(states[r], changes[what])
            else:
                counters[r] += 1; x = states[r]; args = {}
                if act == "write": args = dict(puts=what if x[1] else {**what, "\u2203": "yes"})
                elif act == "delete": args = dict(delete=True)
                elif act == "keep": args = dict(puts={"\u2203": "yes"})
                ch = change(x, (r, counters[r]), **args)
                if act == "keep": ch["unsets"] = [DEL]
                elif act == "unset": ch["unsets"] = what
                changes.append(ch); states[r], outcome = apply(x, ch)
            print(line(outcome, states[r]))
    """#
}
