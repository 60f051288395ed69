/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ctrl+C in the midst of a batch: every file that was written is whole, and what is known of the
 * articles is written, too. The handler only sets a flag. */

#include "config.h"

#include "cli/postil-cli.h"

#include <signal.h>
#include <string.h>

static volatile sig_atomic_t is_interrupted;

static void
interrupt_cb (int number)
{
  is_interrupted = 1;
}

static void
handle (void (*handler) (int))
{
  struct sigaction action;

  memset (&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART | (int) SA_RESETHAND;
  sigemptyset (&action.sa_mask);
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

void
postil_cli_catch_interrupt (void)
{
  handle (interrupt_cb);
}

void
postil_cli_leave_interrupt (void)
{
  handle (SIG_DFL);
}

gboolean
postil_cli_is_interrupted (void)
{
  return is_interrupted != 0;
}
