"""verdicts.py [--agent NAME] INDEX.JSON [BEYOND.JSON]: what came of a client, as lines that a reviewer reads.

They do not vary from run to run. The second file holds what a browser does beyond RFC 6455.
Cases that do what they should are counted; the others are listed, each with Autobahn's words.
"""

import argparse
import json

# In these it depends on whether the client reads or echoes first.
RACES = {"3.2", "3.3", "3.4", "4.1.3", "4.1.4", "4.1.5", "4.2.3", "4.2.4", "4.2.5", "5.15"}


def main() -> None:
    parser = argparse.ArgumentParser(description="Tells what came of a client.")
    parser.add_argument("--agent", help="of several in the index, this one")
    parser.add_argument("index", type=argparse.FileType(encoding="utf-8"))
    parser.add_argument("beyond", nargs="?", type=argparse.FileType(encoding="utf-8"))
    arguments = parser.parse_args()
    agents = json.load(arguments.index)
    plays = agents[arguments.agent or next(iter(agents))]
    beyond = json.load(arguments.beyond) if arguments.beyond else []
    words = {id: (play["behavior"], play["behaviorClose"]) for id, play in plays.items()}
    for id in RACES & words.keys():
        if words[id][0] in ("OK", "NON-STRICT"):
            words[id] = ("OK or NON-STRICT", words[id][1])
    good = [("OK", "OK"), ("OK or NON-STRICT", "OK"), ("INFORMATIONAL", "INFORMATIONAL")]
    print(f"{sum(word in good for word in words.values())} of {len(words)} cases as they should be")
    for id in sorted(words, key=lambda id: [int(part) for part in id.split(".")]):
        if words[id] not in good:
            print(f"{id}: {words[id][0]}, close {words[id][1]}")
    if beyond:
        print("\nbeyond RFC 6455:")
    for check in beyond:
        print(f"{'FAILED' if check['wrong'] else 'ok':6}  {check['about']}")
        if check["wrong"]:
            print(f"        {check['wrong']}")


main()
