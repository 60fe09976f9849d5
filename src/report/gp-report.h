/* SPDX-License-Identifier: MIT */
#pragma once

#include "gp-change.h"
#include "gp-document.h"
#include "gp-emission-factor.h"
#include "gp-emissions.h"
#include "gp-explanation.h"
#include "gp-finding.h"
#include "gp-format-name.h"
#include "gp-heating.h"
#include "gp-intensity.h"
#include "gp-issue.h"
#include "gp-marker.h"
#include "gp-original.h"
#include "gp-outlook.h"
#include "gp-personal.h"
#include "gp-publication.h"
#include "gp-pull-summary.h"
#include "gp-restatement.h"
#include "gp-role-cut.h"
#include "gp-role-published.h"
#include "gp-role-views.h"
#include "gp-target.h"
#include "gp-trajectory.h"
#include "gp-xmr.h"

/*
 * Figures as text: a table for people, CSV and JSON for programs.
 *
 *   GpEmissions, GpRoleYear, GpTrajectory ──▶ GString
 *
 * CSV and JSON give exact figures; tables round, once, half to even.
 */

typedef enum {
    GP_OUTPUT_TABLE,
    GP_OUTPUT_CSV,
    GP_OUTPUT_JSON,
} GpOutput;

/* Errors: GP_ERROR_USAGE */
gboolean gp_output_parse(const char *text, GpOutput *out_format, GError **error);

/* CSV columns: the dimensions, `rows`, `quantity`, `unit`, `kg_co2e`. @marks: (nullable)
 * (element-type GpYearMark): of years, for the table and JSON */
void gp_report_emissions(const GpEmissions *emissions,
                         const GArray *marks,
                         const GpIssueList *issues,
                         GpOutput format,
                         GString *out);

/* The same as CSV in pieces: the header, then rows. @rows: (element-type GpEmissionRow) */
void gp_report_emissions_header(const GpBy *by, GString *out);
void gp_report_emissions_rows(const GpBy *by, int kg_places, const GArray *rows, GString *out);

/* Roles, staff groups, sites or departments. CSV columns: the name of the grouping, then
 * `wte,people,attributable_kg_co2e,shared_kg_co2e,kg_co2e,kg_co2e_per_wte,kg_co2e_last_year,
 * kg_co2e_per_wte_last_year,kg_co2e_baseline,kg_co2e_per_wte_baseline`; a row `(not allocated)`. */
void
gp_report_roles(const GpRoleTable *table, const GpIssueList *issues, GpOutput format, GString *out);

/* CSV columns: the cuts, then by category `part,key,pool,reason,kg_co2e`, otherwise
 * `wte,people,attributable_kg_co2e,shared_kg_co2e,kg_co2e`. */
void
gp_report_role_cut(const GpRoleCut *cut, const GpIssueList *issues, GpOutput format, GString *out);

/* What each has by the rules and by rival keys. CSV columns: the name of the grouping, then
 * `wte,shared_kg_co2e,shared_kg_co2e_by_rival,difference_kg_co2e,kg_co2e_per_wte,
 * kg_co2e_per_wte_by_rival`. */
void gp_report_role_rivals(const GpRoleRivals *rivals,
                           const GpIssueList *issues,
                           GpOutput format,
                           GString *out);

/* One role: what it is made of, its trend, and what can be done. @advice: (element-type
 * GpRoleAdvice), not in CSV. CSV columns: `year,category,part,key,reason,wte,
 * kg_co2e,kg_co2e_per_wte,trust_kg_co2e_per_wte`: the lines of the year, then `All` of each year.
 */
void gp_report_role_profile(const GpRoleProfile *profile,
                            const GPtrArray *advice,
                            const GpIssueList *issues,
                            GpOutput format,
                            GString *out);

/* What may be published. The table has the roles by year, JSON and CSV every figure. CSV columns:
 * `year,table,staff_group,role,site,category,part,people,wte,kg_co2e,kg_co2e_per_wte`; the last
 * four are `[c]` where a figure is not shown. */
void gp_report_published(const GpRolePublished *published,
                         const GpIssueList *issues,
                         GpOutput format,
                         GString *out);

/* What could be had of what is published: exact. CSV columns: `year,categories,who,people`. */
void gp_report_published_audit(const GpRolePublishedAudit *audit,
                               const GpIssueList *issues,
                               GpOutput format,
                               GString *out);

/* The series, the path, the gap and the verdict. CSV columns: `year,kg,comparable,path_kg,
 * forecast_kg,low80_kg,high80_kg,low95_kg,high95_kg,early_path_kg,theil_sen_kg,drift_kg,
 * drift_low95_kg,drift_high95_kg,log_kg,uncertainty_kg`. */
void gp_report_trajectory(const GpTrajectory *trajectory,
                          const GpTarget *target,
                          const GpTrackYear *years,
                          guint n_years,
                          const GpIssueList *issues,
                          GpOutput format,
                          GString *out);

/* How the figures of a trajectory come about: the formulas with their numbers, to be redone by
 * hand. Text only. */
void gp_report_trajectory_explained(const GpTrajectory *trajectory,
                                    const GpTarget *target,
                                    const GpTrackYear *years,
                                    guint n_years,
                                    GString *out);

/* The categories of a trajectory, each against its share of the path. CSV columns: `category,
 * baseline_kg,latest_year,latest_kg,change_percent,path_kg,gap_kg,pace_achieved_kg_per_year,
 * pace_needed_kg_per_year,verdict`. The JSON of the trajectory has them already. */
void gp_report_trajectory_parts(const GpTrajectory *trajectory,
                                const GpTarget *target,
                                GpOutput format,
                                GString *out);

/* How one target stands; NULL and a reason where it cannot be told. */
typedef struct {
    const GpTarget *target;
    const GpTrajectory *trajectory; /* (nullable) */
    const char *reason;             /* (nullable) */
} GpTargetStanding;

/* Targets side by side, a line each. CSV columns: `name,boundary,category,site,action,verdict,
 * target_year,target_year_latest,reduction_percent,latest_year,latest_kg,gap_kg,gap_percent,
 * pace_achieved_kg_per_year,pace_needed_kg_per_year,early_gap_kg,early_verdict,adopted_by,
 * adopted_on,minute,owner`. */
void gp_report_targets(const GpTargetStanding *standings,
                       guint n,
                       const GpIssueList *issues,
                       GpOutput format,
                       GString *out);

/* Emissions, and what they are for one unit of something. CSV columns: the dimensions, `kg_co2e,
 * per_quantity,per_unit,kg_co2e_per_unit`. */
void gp_report_intensity(const GpEmissions *emissions,
                         const GpIntensity *intensity,
                         const GpIssueList *issues,
                         GpOutput format,
                         GString *out);

/* The causes of a change, with what they mean in sentences. CSV columns: `from,to,category,cause,
 * comparable,kg_co2e`; years in a chain one after another. */
void
gp_report_change(const GpChange *change, const GpIssueList *issues, GpOutput format, GString *out);

/* Its details of one category or activity in steps that can be redone by hand. Errors:
 * GP_ERROR_MISSING */
gboolean
gp_report_change_explained(const GpChange *change, const char *what, GString *out, GError **error);

/* @adjustment: (nullable): what was taken out of the values, in words. CSV columns:
 * `date,value,mean,lower,upper,near_lower,near_upper,rule,type,segment`; segments count from 1. */
void gp_report_spc(const GpSeries *series,
                   const GpXmr *chart,
                   const char *adjustment,
                   const GpIssueList *issues,
                   GpOutput format,
                   GString *out);

/* How mean, limits and the last unusual point come about. Text only. */
void gp_report_spc_explained(const GpSeries *series,
                             const GpXmr *chart,
                             const char *adjustment,
                             GString *out);

/* CSV columns: `date,value,degree_days,standard_degree_days,fitted,corrected`. */
void gp_report_weather(const GpSeries *series,
                       const GpHeating *heating,
                       const GpIssueList *issues,
                       GpOutput format,
                       GString *out);

/* What is past, due, next and later. @markers: (element-type GpMarker): sorted. CSV columns:
 * `state,date,date_latest,title,applies_to,source`. */
void gp_report_milestones(const GPtrArray *markers,
                          GpDay today,
                          const GpIssueList *issues,
                          GpOutput format,
                          GString *out);

/**
 * gp_report_outlook:
 * @scenario: (nullable)
 * @by_year: CSV of the years; else of the actions
 *
 * CSV columns of the actions, a row for each year: `id,title,owner,role,category,site,status,start,
 * full_effect,end,year,kg_co2e_saved,kg_co2e_saved_more_than_now,left_out`. Of the years: `year,
 * path_kg`, then `business_as_usual_kg,planned_kg,with_proposed_kg,gap_kg,gap_with_proposed_kg` and
 * the same of the scenario, beginning with `scenario_`.
 */
void gp_report_outlook(const GpOutlook *plan,
                       const GpOutlook *scenario,
                       gboolean by_year,
                       const GpIssueList *issues,
                       GpOutput format,
                       GString *out);

/* @costs: (element-type GpActionCost). CSV columns: `id,title,owner,status,kg_co2e_per_year,
 * gbp_per_tonne,gbp_per_year,net_present_gbp,kg_co2e_so_far,not_costed`. */
void gp_report_action_costs(const GArray *costs,
                            const GpIssueList *issues,
                            GpOutput format,
                            GString *out);

/* One action in steps that can be redone by hand. Errors: GP_ERROR_MISSING */
gboolean gp_report_action_explained(
    const GpOutlook *outlook, const GArray *costs, const char *id, GString *out, GError **error);

/* @list: (element-type GpActionMeasured). CSV columns: `id,title,claimed_kg_co2e,before_kg_co2e,
 * after_kg_co2e,change_kg_co2e,range95_kg_co2e,before_from,after_from,factors,finding,
 * also_there,reason`. */
void gp_report_action_measured(const GPtrArray *list,
                               const GpIssueList *issues,
                               GpOutput format,
                               GString *out);

/* The catalogue. CSV columns: `activity,title,unit,scope,category,boundary`. */
void gp_report_activities(const GPtrArray *activities,
                          const GpUnitTable *units,
                          GpOutput format,
                          GString *out);

/* Factors that serve a year, beside their neighbours. CSV columns: `activity,component,unit,scope,
 * kg_co2e,kg_co2,kg_ch4,kg_n2o,gwp,rule,publication,edition,reference,provenance,kg_co2e_before,
 * edition_before,kg_co2e_after,edition_after`. */
void
gp_report_factors(const GArray *views, const GpUnitTable *units, GpOutput format, GString *out);

/* What moved between two editions. CSV columns:
 *
 *   activity,component,scope,unit,kg_co2e_from,kg_co2e_to,change_percent
 */
void gp_report_factor_changes(const GArray *pairs,
                              const GpUnitTable *units,
                              GpOutput format,
                              GString *out);

/* The steps of a figure. CSV columns:
 *
 *   activity,component,scope,rows,quantity,unit,multiplier,index,deflator,kg_co2e_per_unit,
 *   unit_of_factor,kg_co2e,rule,publication,edition,reference
 */
void gp_report_explanation(const GpExplanation *explanation,
                           const GpUnitTable *units,
                           GpOutput format,
                           GString *out);

/* What one person told, each line with its factors. CSV has a row for each factor; its columns are
 *
 *   group,what,how,activity,quantity,unit,component,scope,multiplier,kg_co2e_per_unit,
 *   unit_of_factor,kg_co2e,rule,publication,edition,reference
 */
void gp_report_personal(const GpPersonal *personal,
                        const GpUnitTable *units,
                        const GpIssueList *issues,
                        GpOutput format,
                        GString *out);

/* @years: (element-type GpAuditYear). CSV columns: `year,kg_co2e,kg_co2e_before,
 * change_percent_before,kg_co2e_after,change_percent_after`. */
void gp_report_audit(const GArray *years, GpOutput format, GString *out);

/* @formats: (element-type GpFormatName). CSV columns: `format,title,from`. */
void gp_report_formats(const GPtrArray *formats, GpOutput output, GString *out);

/* The manifest: every file that was brought in. The table shows less than CSV, whose columns are
 *
 *   imported_at,source,name,address,etag,last_modified,sha256,bytes,period,first_day,last_day,
 *   rows_in,rows,skipped,superseded,refused,unit,used_sum,skipped_sum,refused_sum,superseded_sum
 */
void gp_report_originals(const GPtrArray *originals, GpOutput format, GString *out);

/* @publications: (element-type GpPublication). Totals are those of the last year. CSV columns:
 * `id,day,kind,by,note,reason,restated_years,first_year,last_year,ncf_kg_co2e,plus_kg_co2e,kg_co2e,
 * originals,editions,program,previous,sha256`. */
void gp_report_publications(const GPtrArray *publications, GpOutput format, GString *out);

/* One publication. CSV columns: `year,comparable,boundary,category,kg_co2e,not_stated_kg_co2e,
 * measured_kg_co2e,estimated_kg_co2e,modelled_kg_co2e`. */
void gp_report_publication(const GpPublication *self, GpOutput format, GString *out);

/* Published figures beside those of now. CSV columns: `year,boundary,category,old_kg_co2e,
 * new_kg_co2e,difference_kg_co2e,difference_percent,data_kg_co2e,factors_kg_co2e,new_data_kg_co2e,
 * why`. */
void gp_report_restatement(const GpRestatement *self,
                           const GpIssueList *issues,
                           GpOutput format,
                           GString *out);

/* @restatements: (element-type GpRestatement): those that were accepted. CSV columns:
 * `restatement,publication_before,year,total,kg_co2e_not_recalculated,kg_co2e_published,
 * kg_co2e_restated,percent,by,reason`. */
void gp_report_restatements(const GPtrArray *restatements, GpOutput format, GString *out);

/* @summaries: (element-type GpPullSummary). CSV columns: `source,result,new,unchanged,superseded,
 * rows,refused,data_to,data_age_days`. */
void gp_report_pull(const GPtrArray *summaries, GpOutput format, GString *out);

/**
 * gp_report_findings:
 * @findings: (element-type GpFinding)
 * @issues: for JSON
 * @show_all: a table also lists those that are acknowledged, at its end, and not only how many
 *
 * CSV columns: `id,severity,code,source,activity,site,period,message,advice,reason,
 * acknowledged_by,acknowledged_on`; CSV and JSON list all of them, whatever @show_all says.
 */
void gp_report_findings(const GPtrArray *findings,
                        const GpIssueList *issues,
                        gboolean show_all,
                        GpOutput format,
                        GString *out);

/* A table of a document, as text. */
void gp_report_doc_table(const GpDocTable *table, GString *out);
