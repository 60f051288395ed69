/* SPDX-FileCopyrightText: 2026 The Postil authors */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Time is what lies between one thing that a person does and the next; so no clock ticks while
 * nobody is there. It is written down once a minute and at the end, in a thread. Main thread. */

#include "config.h"

#include "app/postil-stopwatch.h"

#include "storage/postil-timesheet.h"

#define MAX_PAUSE_US (120 * G_TIME_SPAN_SECOND)
#define KEEP_AFTER_US (60 * G_TIME_SPAN_SECOND)

struct _PostilStopwatch
{
  GFile               *article;
  char                *coder;
  PostilStopwatchFunc  func;
  gpointer             user_data;
  gint64               last_us;    /* when something was done last; 0 while nobody is there */
  gint64               worked_us;  /* and not kept yet */
};

typedef struct
{
  GFile *article;
  char  *coder;
  guint  n_seconds;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->article);
  g_free (job->coder);
  g_free (job);
}

static void
keep_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr (GError) error = NULL;

  if (!postil_timesheet_add (job->article, job->coder, job->n_seconds, &error))
    g_debug ("%s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
keep (PostilStopwatch *self)
{
  guint n_seconds = (guint) (self->worked_us / G_TIME_SPAN_SECOND);
  g_autoptr (GTask) task = NULL;
  Job *job = NULL;

  if (n_seconds == 0)
    return;
  self->worked_us -= n_seconds * G_TIME_SPAN_SECOND;
  self->func (self->article, n_seconds, self->user_data);
  job = g_new0 (Job, 1);
  job->article = g_object_ref (self->article);
  job->coder = g_strdup (self->coder);
  job->n_seconds = n_seconds;
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, keep);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, keep_thread);
}

PostilStopwatch *
postil_stopwatch_new (GFile               *article,
                      const char          *coder,
                      PostilStopwatchFunc  func,
                      gpointer             user_data)
{
  PostilStopwatch *self = NULL;

  g_return_val_if_fail (G_IS_FILE (article), NULL);
  g_return_val_if_fail (coder != NULL && func != NULL, NULL);

  self = g_new0 (PostilStopwatch, 1);
  self->article = g_object_ref (article);
  self->coder = g_strdup (coder);
  self->func = func;
  self->user_data = user_data;
  return self;
}

void
postil_stopwatch_free (PostilStopwatch *self)
{
  if (self == NULL)
    return;

  keep (self);
  g_object_unref (self->article);
  g_free (self->coder);
  g_free (self);
}

void
postil_stopwatch_touch (PostilStopwatch *self,
                        gint64           now_us)
{
  g_return_if_fail (self != NULL);

  if (self->last_us != 0 && now_us - self->last_us <= MAX_PAUSE_US)
    self->worked_us += MAX (now_us - self->last_us, 0);
  self->last_us = now_us;
  if (self->worked_us >= KEEP_AFTER_US)
    keep (self);
}

void
postil_stopwatch_pause (PostilStopwatch *self,
                        gint64           now_us)
{
  g_return_if_fail (self != NULL);

  if (self->last_us == 0)
    return;
  postil_stopwatch_touch (self, now_us);
  self->last_us = 0;
}
