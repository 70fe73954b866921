import type { Application } from '../applications/application';
import type { AppName } from '../applications';
import { applications, appNames, basePathOf, homeOf } from '../applications';
import type { ScimRoute } from '../call';
import { sameLanguage } from '../replies';
import { wording } from '../wording';
import { discoveryRoutes } from './discovery';
import { groupRoutes } from './groups';
import type { AppRoute } from './route';
import { userRoutes } from './users';

const ofApplication = (name: AppName): ScimRoute[] => {
	const application: Application = applications[name];
	const basePath = basePathOf(name);
	const below =
		(home: string) =>
		({ method, path, needs = undefined, handle }: AppRoute): ScimRoute => ({
			method,
			path: `${home}${path}`,
			...(needs === undefined ? {} : { needs }),
			handle: ({ state, clock, baseUrl, incoming, params, query }) => {
				const app = state.applications[name];
				return wording(app, () => handle({ application, app, clock, baseUrl: `${baseUrl}${basePath}`, incoming, params, query }));
			},
		});
	const inScim = (route: AppRoute): AppRoute => ({
		...route,
		handle: (call) => {
			sameLanguage(call);
			return route.handle(call);
		},
	});
	return [...application.routes.map(below(homeOf(name))), ...[...discoveryRoutes, ...userRoutes, ...groupRoutes].map(inScim).map(below(basePath))];
};

export const routes: readonly ScimRoute[] = appNames.flatMap(ofApplication);
