#ifndef FAULT_INJECTOR_H
#define FAULT_INJECTOR_H

// Preloaded into the program (LD_PRELOAD), this makes calls of the system fail or kills the program at one of them. It is
// told by the environment:
//   FAULT_FOLDER   only calls on files below it count
//   FAULT_ORDER    a file that may come and go while the program runs; without it nothing happens. One line:
//                    CALL NUMBER WHAT
//                  CALL is any, write, fsync, rename, link, unlink or mkdir; NUMBER counts such calls from when the order
//                  was given, 0 means each; WHAT is kill (before the call), killAfter, short (of a
//                  write: half of it is written), or an error number.
// Every counted call is written to FAULT_ORDER.log: its name and the file's.

#endif
